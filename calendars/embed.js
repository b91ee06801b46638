// Draws what is open where this script stands; docs/publish.md says how.
"use strict";
(async () => {
  const script = document.currentScript;
  const words = {"language":"en","direction":"ltr","kinds":{"call":"call","prize":"prize","job":"job","grant":"grant","fellowship":"fellowship","training":"training"},"rolling":"No deadline: open until it is filled, or all year.","undated":"“{words}” (no date stated)","month":"{month}, day not stated","own":"{time}, your time","expected":"Expected from earlier years, not announced","nomination":"by nomination","semicolon":"; ","name":"Human rights opportunities"};
  const place = new URL(".", script.src);
  const list = document.createElement("ul");
  list.className = "deadlines";
  list.lang = words.language;
  list.dir = words.direction;
  script.after(list);
  const locale = `${words.language === "en" ? "en-GB" : words.language}-u-ca-gregory-nu-latn`;
  const element = (name, text, properties) => Object.assign(document.createElement(name), { textContent: text }, properties);

  // Of the applicant's own time there is the latest instant alone; of no date, none.
  const ends = ({ instant, instant_latest }) => Date.parse(instant ?? instant_latest ?? "9999-12-31");

  // Of what repeats, each date is a deadline; only the next one is named.
  const isNext = (one, _, all) => !one.occurrence || all.every((other) => !other.occurrence || other.label !== one.label || ends(one) <= ends(other));

  // Of what is only expected, the day alone.
  function when({ due, timezone, instant, all_day, precision, stated }, expected) {
    if (due === null) return words.undated.replace("{words}", () => stated);
    if (precision === "month") {
      const month = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(Date.parse(`${due}-01`));
      return words.month.replace("{month}", month);
    }
    if (timezone === "local") return words.own.replace("{time}", own(due, all_day || expected));
    if (all_day) return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(Date.parse(due));
    const zone = timezone === "AoE" ? "Etc/GMT+12" : timezone.replace(/^UTC(?=.)/, "");
    // A second before, so that 00:00 stands on the day that it ends.
    const day = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: zone }).format(Date.parse(instant) - 1000);
    if (expected) return day;
    const time = due.slice(11, 16) === "00:00" ? "24:00" : due.slice(11, 16);
    return `${day}, ${time} (${timezone})`;
  }

  // A local time is no instant: it is formatted as if it were in UTC, so that no clock changes it.
  function own(due, is_day) {
    const day = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" });
    if (due.length === 10) return day.format(Date.parse(due));
    const written = day.format(Date.parse(`${due}Z`) - 1000);
    return is_day ? written : `${written}, ${due.slice(11, 16) === "00:00" ? "24:00" : due.slice(11, 16)}`;
  }

  function row({ id, title, organisation, kind, status, access, coming }) {
    const made = element("li", "");
    made.append(
      element("a", title, { href: new URL(`entries/${encodeURIComponent(id)}.html`, place).href }),
      ` (${organisation}), ${words.kinds[kind] ?? kind}: `,
      coming.map((one) => [one.label, when(one, status === "expected")].filter(Boolean).join(" ")).join(words.semicolon) || words.rolling,
    );
    if (access === "nomination") made.append(` (${words.nomination})`);
    if (status === "expected") made.append(` (${words.expected})`);
    return made;
  }

  try {
    const { kind, topic, language, most } = script.dataset;
    const among = (wanted, ...values) => !wanted || wanted.split(",").some((one) => values.includes(one.trim()));
    const answer = await fetch(new URL("opportunities.json", new URL("", place)));
    const found = (await answer.json())
      .filter((one) => one.access !== "invitation" && among(kind, one.kind) && among(topic, ...one.topics ?? []) && among(language, ...one.languages ?? []))
      .map((one) => ({ ...one, ...one.translations?.[words.language], coming: one.deadlines.filter((deadline) => ends(deadline) - deadline.all_day >= Date.now()).filter(isNext) }))
      .filter(({ status, coming }) => coming.length ? !["closed", "cancelled"].includes(status) : status === "rolling");
    const soonest = ({ coming }) => Math.min(...coming.map(ends));
    found.sort((one, other) => (soonest(one) > soonest(other)) - (soonest(one) < soonest(other)));
    list.append(...found.slice(0, Number(most) || found.length).map(row));
  } catch {
    list.append(element("li", ""));
    list.firstChild.append(element("a", words.name, { href: new URL("index.html", place).href }));
  }
})();