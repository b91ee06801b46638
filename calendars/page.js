// What the page can do more with JavaScript: days left and the reader's own time, search, addresses to copy.
// It loads nothing, stores nothing and sends nothing. Without it everything is still there to read.
"use strict";
(() => {
  const DAY = 864e5;
  const SOON = 7;
  const root = document.documentElement;
  const locale = `${root.lang === "en" ? "en-GB" : root.lang}-u-ca-gregory-nu-latn`;
  const now = Date.now();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = document.querySelector("[data-here]");

  // Calendar dates are compared as dates, never as hours that are divided by 24. No zone is that of the reader.
  function dayIn(zone, instant) {
    const parts = {};
    const format = new Intl.DateTimeFormat("en", { timeZone: zone || here, year: "numeric", month: "numeric", day: "numeric" });
    for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
    return Date.UTC(parts.year, parts.month - 1, parts.day);
  }

  // How the <time> of a deadline stands to now: a date in its own zone, so that it is 0 on its last day; an instant in
  // the reader's, where 00:00 is the end of the day before; a month lasts to its end. What is in the applicant's own time
  // has no zone, and a local time is read by the clocks of whoever looks.
  function standing(time) {
    const written = time.dateTime;
    if (written.length === 7) return standingOfMonth(written, time.dataset.zone);
    if (written.length > 10) {
      const at = Date.parse(written);
      const left = (dayIn(here, at - 1) - dayIn(here, now)) / DAY;
      return { at, passed: now > at, left: Math.max(left, 0) };
    }
    try {
      const left = (Date.parse(written) - dayIn(time.dataset.zone, now)) / DAY;
      return { passed: left < 0, left };
    } catch {
      return { passed: false }; // a zone that this browser does not know: the date stands there, and that is all
    }
  }

  function standingOfMonth(written, zone) {
    try {
      const today = new Date(dayIn(zone, now));
      const [year, month] = written.split("-").map(Number);
      const months = (year - today.getUTCFullYear()) * 12 + month - 1 - today.getUTCMonth();
      return { passed: months < 0, left: (Date.UTC(year, month - 1) - today) / DAY, months };
    } catch {
      return { passed: false };
    }
  }

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // A moment by the reader's clocks, as the page says one.
  function inYourTime(at) {
    const its = JSON.parse(words.dataset.here);
    const day = (instant, before = "") => {
      const date = new Date(dayIn(here, instant));
      return filled(before + (date.getUTCDate() === 1 && its.first_day || its.day), {
        weekday: its.weekdays[(date.getUTCDay() + 6) % 7], day: date.getUTCDate(), month: its.months[date.getUTCMonth()],
      });
    };
    const format = new Intl.DateTimeFormat("en", { timeZone: here, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const [hour, minute] = format.format(at).split(":");
    const time = minute === "00" ? its.hours[+hour] : its.minutes[+hour].replace("59", minute);
    const before = at - 1;
    const moment = dayIn(here, before) === dayIn(here, at)
      ? filled(its.moment, { day: day(at, its.weekday), time })
      : filled(its.midnight, { weekday: day(before, its.weekday), day: day(before), next: day(at) });
    return filled(its.said, { zone: zoneOf(at), moment });
  }

  // What the reader's zone is called, such as Colombia Time.
  function zoneOf(at) {
    try {
      const format = new Intl.DateTimeFormat(locale, { timeZone: here, timeZoneName: "longGeneric" });
      return format.formatToParts(at).find(({ type }) => type === "timeZoneName").value;
    } catch {
      return here; // where a browser is older than such names
    }
  }

  function addAfter(element, name, text) {
    const added = document.createElement("span");
    added.className = name;
    added.textContent = text;
    element.after(" ", added);
    return added;
  }

  function sayDaysLeft(time, { at, passed, left, months }, expected) {
    const spoken = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    // In Arabic CLDR says "within 5 days", of which the last is one too; here it is "after".
    const relative = { format: (...many) => spoken.format(...many).replace("\u062e\u0644\u0627\u0644", "\u0628\u0639\u062f") };
    let last = time;
    if (passed) last = addAfter(last, "left past", words.dataset.closed);
    else if (left !== undefined && !expected) {
      const said = months === undefined ? relative.format(left, "day") : relative.format(months, "month");
      last = addAfter(last, left <= SOON ? "left soon" : "left", said);
    }
    if (at && !passed && time.dataset.zone && time.dataset.zone !== here) addAfter(last, "here", inYourTime(at));
  }

  function isAhead({ dataset: { opens, zone } }) {
    if (!opens) return false;
    return opens.length > 10 ? now < Date.parse(opens) : Date.parse(opens) > dayIn(zone, now);
  }

  // All of it opens later, or each deadline that is left does.
  function isUpcoming(row) {
    const windows = all(".due time, .due .undated", row).filter((one) => !one.dateTime || !standing(one).passed);
    return isAhead(row) || (windows.length > 0 && windows.every(isAhead));
  }

  // What has closed since the page was made goes where it belongs.
  function readRow(row) {
    const closed = document.getElementById("_closed");
    const [inClosed, expected] = ["#_closed", "#_expected"].map((section) => row.closest(section) !== null);
    const times = all(".due time", row).map((time) => [time, standing(time)]);
    if (!inClosed) for (const [time, found] of times) sayDaysLeft(time, found, expected);
    if (!inClosed && isUpcoming(row)) addAfter(row.querySelector(".kind"), "left", words.dataset.upcoming);
    if (!inClosed && !("goesOn" in row.dataset) && times.length && times.every(([, found]) => found.passed)) {
      if (closed) closed.hidden = false;
      if (closed && row.id) closed.querySelector("ul").prepend(row);
      else row.remove(); // where there is no such section, or a second row of the same
    }
  }

  // Of what is over, nothing is counted; of what is only expected, no days.
  function readEntry(article) {
    const { status } = article.dataset;
    if (status === "cancelled" || status === "closed") return;
    for (const time of all(".due time", article)) sayDaysLeft(time, standing(time), status === "expected");
  }

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // A word without its plural and its last vowel, so that "bourses" finds "bourse", and "calls" finds "call".
  function stem(word) {
    if (/^[\u0600-\u06ff]/.test(word)) return word.length > 4 ? word.replace(/^\u0627\u0644/, "") : word;
    return word.length > 3 ? word.replace(/(?:aux|eaux|ies|es|s|x|[aeiouy])$/, "") : word;
  }

  // Regions by their codes, each with its name and its countries; a country is in itself.
  function territoriesOf(said) {
    const regions = JSON.parse(said.territories);
    const countries = Object.fromEntries(Object.entries(regions).map(([code, [, inside]]) => [code, inside.split(" ")]));
    const inside = (code) => countries[code] || [code];
    const around = (code) => Object.keys(regions).filter((one) => one !== "001" && inside(code).every((country) => countries[one].includes(country)));
    const names = {};
    return {
      around: (codes) => codes.flatMap((code) => names[code] ??= around(code).map((one) => [one, regions[one][0]])),
      share: (code, codes) => codes.some((one) => one === code || inside(one).some((country) => inside(code).includes(country))),
      countries: countries["001"] || [],
    };
  }

  function choices(row) {
    const texts = (selector) => all(selector, row).map((found) => [found.dataset.v || found.textContent, found.textContent]);
    return {
      kind: [[row.dataset.k, row.querySelector(".kind").textContent]],
      topic: texts(".topic"),
      region: texts(".region"),
      country: texts(".country"),
      applicant: texts(".applicant"),
      language: texts(".lang"),
      organisation: texts(".org"),
    };
  }

  function fill(select, rows, any, more) {
    const found = new Map([...more, ...rows.flatMap((row) => row.offered[select.name])]);
    const order = new Intl.Collator(locale);
    const options = [...found].sort((one, other) => order.compare(one[1], other[1]));
    select.append(new Option(any, ""), ...options.map(([value, text]) => new Option(text, value)));
    select.parentElement.hidden = options.length < 2;
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // The form is of no use without this script, and some browsers show what is hidden.
  function formOf(said) {
    const input = element("input", { type: "search", id: "_words", name: "q", autocomplete: "off", spellcheck: false });
    const label = element("label", { htmlFor: "_words" }, said.search);
    const choices = ["kind", "topic", "region", "country", "applicant", "language", "organisation"]
      .map((name) => element("label", {}, `${said[name]} `, element("select", { name })));
    const reset = element("button", { type: "reset" }, said.reset);
    return element("form", { role: "search", ariaLabel: said.label },
      element("p", { className: "words" }, label, " ", input),
      element("details", {}, element("summary", {}, said.narrow), element("p", { className: "choices" }, ...choices, reset)),
      element("p", {}, element("output", { id: "_count" })),
      element("p", { id: "_calendar", hidden: true }, " ", element("a", { href: "all.ics" })));
  }

  function search(place) {
    const said = place.dataset;
    const form = formOf(said);
    place.append(form);
    const rows = all(".rows > li").map((row) => {
      const has = choices(row);
      const own = [...has.topic, ...has.organisation].map(([value]) => value).join(" ");
      return { row, text: fold(`${row.textContent} ${row.id} ${own}`), choices: has };
    });
    const territories = territoriesOf(said);
    for (const one of rows) {
      one.where = [...one.choices.region, ...one.choices.country].map(([value]) => value);
      const around = territories.around(one.where);
      one.text += fold(around.map(([, name]) => ` ${name}`).join(""));
      one.offered = { ...one.choices, region: [...one.choices.region, ...around], country: [] };
    }
    const selects = all("select", form);
    const fields = [form.querySelector("input"), ...selects];
    const count = document.getElementById("_count");
    const total = rows.filter(({ row }) => row.id).length;
    const selections = JSON.parse(said.feeds);
    const makesFeeds = performance.getEntriesByType("navigation")[0]?.serverTiming?.some(({ name }) => name === "feeds");
    const link = form.querySelector("#_calendar a");
    const nameOf = new Intl.DisplayNames(locale, { type: "region" });
    const countries = territories.countries.map((code) => [code, nameOf.of(code)]);
    for (const select of selects) fill(select, rows, said.any, select.name === "country" ? countries : []);

    // What says nothing of where one has to be, or of what one has to be, stays; a region meets what has a country of it.
    const fitting = {
      country: ({ where, choices: { country, region } }, value) => country.length
        ? country.some(([code]) => code === value)
        : !region.length || region.some(([code, text]) => code === text) || territories.share(value, where),
      applicant: ({ choices: { applicant } }, value) => !applicant.length || applicant.some(([one]) => one === value),
      region: ({ where }, value) => territories.share(value, where),
    };
    const fits = (one, { name, value }) => fitting[name]?.(one, value) ?? one.choices[name].some(([has]) => has === value);

    function apply() {
      const wanted = fold(fields[0].value).split(/\s+/).filter(Boolean).map(stem);
      const chosen = selects.filter((select) => select.value);
      let shown = 0;
      for (const one of rows) {
        const { row, text } = one;
        row.hidden = !(wanted.every((word) => text.includes(word)) && chosen.every((select) => fits(one, select)));
        shown += !row.hidden && row.id !== "";
      }
      for (const section of all("main > section")) {
        const inside = all(".rows > li", section);
        if (section.querySelector(".rows")) section.hidden = inside.every((row) => row.hidden);
      }
      const narrowed = wanted.length + chosen.length > 0;
      const found = shown ? said.count.replace("{shown}", shown).replace("{total}", total) : said.none;
      const lenient = shown && chosen.some(({ name }) => name === "country" || name === "applicant");
      count.textContent = narrowed ? `${found}${lenient ? `. ${said.unstated}` : ""}` : "";
      offer(narrowed && shown ? Object.fromEntries(chosen.map(({ name, value }) => [name, value])) : null);
    }

    // The calendar of exactly what is shown, where the server makes one of any selection; else the nearest that there is.
    function offer(picked) {
      const { own, calendars } = selections;
      link.parentElement.hidden = !picked || Boolean(own.access); // what is by invitation is in no calendar
      if (link.parentElement.hidden) return;
      const all = { ...own, ...Object.fromEntries(Object.entries(picked).map(([name, value]) => [name, [value]])) };
      const words = fields[0].value.split(/\s+/).filter(Boolean);
      let [file, label, exact] = nearest(all, calendars);
      if (makesFeeds && !(exact && !words.length)) {
        const asked = Object.entries(all).flatMap(([name, values]) => values.map((value) => [name, value]));
        file = `${said.root}feed.ics?${new URLSearchParams([...asked, ...words.map((word) => ["words", word])])}`;
        [label, exact] = ["feed.ics", true];
      }
      link.previousSibling.textContent = `${exact && (makesFeeds || !words.length) ? said.exactly : said.nearest} `;
      link.textContent = label;
      link.href = new URL(file, document.baseURI).href.replace(/^https?:/, "webcal:");
    }

    function nearest(all, calendars) {
      const holds = (selection) => Object.entries(selection).every(([name, values]) => all[name]?.every((one) => values.includes(one)));
      const fitting = calendars.filter(([, , selection]) => holds(selection));
      const [best] = fitting.sort((one, other) => Object.keys(other[2]).length - Object.keys(one[2]).length);
      if (!best) return ["all.ics", "all.ics", false];
      return [best[0], best[1], Object.keys(best[2]).length === Object.keys(all).length];
    }

    // The state stands in the address, so that a search can be bookmarked and passed on.
    function remember() {
      const state = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
      try {
        history.replaceState(null, "", `${location.pathname}${state.size ? `?${state}` : ""}${location.hash}`);
      } catch {
        // some browsers keep the address of a file as it is
      }
    }

    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = fields.find((one) => one.name === name);
      const named = [...field?.options ?? []].find(({ text }) => text === value); // as an earlier page had it
      if (field) field.value = named ? named.value : value;
    }
    for (const select of selects) if (select.selectedIndex < 0) select.selectedIndex = 0;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { apply(); remember(); });
    form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
    form.querySelector("details").open = selects.some((select) => select.value);
    apply();
  }

  // A mirror, or a server of one's own, offers its own addresses.
  function readFrom(ways) {
    const input = ways.querySelector(".address input");
    const place = new URL(ways.dataset.file, document.baseURI).href;
    if (!input || !location.protocol.startsWith("http") || place === input.value) return;
    const webcal = place.replace(/^https?:/, "webcal:");
    const web = `url=${encodeURIComponent(place)}&name=${encodeURIComponent(ways.dataset.title)}`;
    const local = /(^|\.)(onion|localhost|local|i2p)$|^[\d.]+$|^\[/.test(location.hostname);
    const links = {
      webcal,
      google: `https://calendar.google.com/calendar/r?cid=${encodeURIComponent(webcal)}`,
      outlook: `https://outlook.live.com/calendar/0/addfromweb?${web}`,
      office: `https://outlook.office.com/calendar/0/addfromweb?${web}`,
    };
    input.value = place;
    ways.querySelector(".code").hidden = true;
    for (const link of all("[data-to]", ways)) {
      link.href = links[link.dataset.to];
      link.parentElement.hidden = local && link.dataset.to !== "webcal";
    }
  }

  // What works on this device comes first, the rest is behind it.
  function fit(ways) {
    const buttons = ways.querySelector(".buttons");
    if (!buttons) return;
    const rest = element("details", {}, element("summary", {}, ways.dataset.others));
    const android = /Android/.test(navigator.userAgent);
    const own = android ? ways.querySelector(".address") : element("ul", { className: "buttons" }, buttons.firstElementChild);
    ways.prepend(own);
    if (android) own.before(element("p", { className: "hint" }, document.querySelector(".android").textContent));
    ways.append(rest);
    rest.append(...[...ways.children].filter((child) => ![own, rest, own.previousSibling].includes(child)));
  }

  function copying(address) {
    const input = address.querySelector("input");
    const button = element("button", { type: "button", className: "copy" }, address.dataset.copy);
    address.append(" ", button);
    button.addEventListener("click", async () => {
      input.select();
      try {
        await navigator.clipboard.writeText(input.value);
      } catch {
        document.execCommand("copy"); // where there is no clipboard: http, file
      }
      button.textContent = address.dataset.done;
    });
  }

  if (words) {
    for (const row of all(".rows > li")) readRow(row);
    for (const article of all("article[data-status]")) readEntry(article);
  }
  const place = document.getElementById("_search");
  if (place) search(place);
  all(".ways").forEach(readFrom);
  all(".ways").forEach(fit);
  all(".address").forEach(copying);
  const subscribe = document.getElementById("_subscribe")?.parentElement;
  const open = () => { if (subscribe && location.hash === "#_subscribe") subscribe.open = true; };
  addEventListener("hashchange", open);
  open();
})();
