"use strict";
(() => {
  const DAY = 864e5;
  const SOON = 7;
  const STEP = 50; // rows of what is found that are shown, and that are shown more when asked
  const AT_ONCE = 10; // of them, those that are drawn before the next key can be read
  const root = document.documentElement;
  const locale = `${root.lang === "en" ? "en-GB" : root.lang}-u-ca-gregory-nu-latn`;
  const now = Date.now();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = document.querySelector("[data-here]");

  function once(make) {
    const made = new Map();
    return (of) => {
      if (!made.has(of)) made.set(of, make(of));
      return made.get(of);
    };
  }

  const daysOf = once((zone) => new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "numeric", day: "numeric" }));
  const todayIn = once((zone) => dayIn(zone, now));
  const relativeTimes = once(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  const clocksHere = once(() => new Intl.DateTimeFormat("en", { timeZone: here, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  const zoneNames = once(() => new Intl.DateTimeFormat(locale, { timeZone: here, timeZoneName: "longGeneric" }));
  const numbers = once(() => new Intl.NumberFormat(locale));
  const saidHere = once(() => JSON.parse(words.dataset.here));

  function dayIn(zone, instant) {
    const parts = {};
    for (const { type, value } of daysOf(zone || here).formatToParts(instant)) parts[type] = Number(value);
    return Date.UTC(parts.year, parts.month - 1, parts.day);
  }

  function standing(time) {
    const written = time.dateTime;
    if (written.length === 7) return standingOfMonth(written, time.dataset.zone);
    if (written.length > 10) {
      const at = Date.parse(written);
      const left = (dayIn(here, at - 1) - todayIn(here)) / DAY;
      return { at, passed: now > at, left: Math.max(left, 0) };
    }
    try {
      const left = (Date.parse(written) - todayIn(time.dataset.zone)) / DAY;
      return { passed: left < 0, left };
    } catch {
      return { passed: false }; // a zone that this browser does not know: the date stands there, and that is all
    }
  }

  function standingOfMonth(written, zone) {
    try {
      const today = new Date(todayIn(zone));
      const [year, month] = written.split("-").map(Number);
      const months = (year - today.getUTCFullYear()) * 12 + month - 1 - today.getUTCMonth();
      return { passed: months < 0, left: (Date.UTC(year, month - 1) - today) / DAY, months };
    } catch {
      return { passed: false };
    }
  }

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function inYourTime(at) {
    const its = saidHere();
    const day = (instant, before = "") => {
      const date = new Date(dayIn(here, instant));
      return filled(before + (date.getUTCDate() === 1 && its.first_day || its.day), {
        weekday: its.weekdays[(date.getUTCDay() + 6) % 7], day: date.getUTCDate(), month: its.months[date.getUTCMonth()],
      });
    };
    const [hour, minute] = clocksHere().format(at).split(":");
    const time = minute === "00" ? its.hours[+hour] : its.minutes[+hour].replace("59", minute);
    const before = at - 1;
    const moment = dayIn(here, before) === dayIn(here, at)
      ? filled(its.moment, { day: day(at, its.weekday), time })
      : filled(its.midnight, { weekday: day(before, its.weekday), day: day(before), next: day(at) });
    return filled(its.said, { zone: zoneOf(at), moment });
  }

  function zoneOf(at) {
    try {
      return zoneNames().formatToParts(at).find(({ type }) => type === "timeZoneName").value;
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
    const relative = { format: (...many) => relativeTimes().format(...many).replace("\u062e\u0644\u0627\u0644", "\u0628\u0639\u062f") };
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
    return opens.length > 10 ? now < Date.parse(opens) : Date.parse(opens) > todayIn(zone);
  }

  function isUpcoming(row) {
    const windows = all(".due time, .due .undated", row).filter((one) => !one.dateTime || !standing(one).passed);
    return isAhead(row) || (windows.length > 0 && windows.every(isAhead));
  }

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

  function readEntry(article) {
    const { status } = article.dataset;
    if (status === "cancelled" || status === "closed") return;
    for (const time of all(".due time", article)) sayDaysLeft(time, standing(time), status === "expected");
  }

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function stem(word) {
    if (/^[\u0600-\u06ff]/.test(word)) return word.length > 4 ? word.replace(/^\u0627\u0644/, "") : word;
    return word.length > 3 ? word.replace(/(?:aux|eaux|ies|es|s|x|[aeiouy])$/, "") : word;
  }

  function territoriesOf(regions) {
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

  const FACETS = { kind: "kind", topic: "topic", region: "region", country: "country", applicant: "applicant", lang: "language", org: "organisation" };
  const FACET = Object.keys(FACETS).map((name) => `.${name}`).join();

  function choicesOf(kind, found) {
    const choices = Object.fromEntries(Object.values(FACETS).map((name) => [name, []]));
    for (const { className, dataset, textContent } of found) choices[FACETS[className]].push([dataset.v || textContent, textContent]);
    choices.kind = [[kind, choices.kind[0][1]]];
    return choices;
  }

  function described(id, text, choices, territories) {
    const own = [...choices.topic, ...choices.organisation].map(([value]) => value).join(" ");
    const where = [...choices.region, ...choices.country].map(([value]) => value);
    const around = territories.around(where);
    return {
      id, choices, where,
      text: `${text} ${id} ${own}${around.map(([, name]) => ` ${name}`).join("")}`,
      offered: { ...choices, region: [...choices.region, ...around], country: [] },
    };
  }

  function unpacked(part, list, territories) {
    const { rows, shared, again } = part;
    const inList = list && atob(part.lists[list] ?? "");
    const repeated = new Set(again);
    const read = once((piece) => {
      if (!/[<&]/.test(piece)) return { text: piece };
      const made = element("template", { innerHTML: piece }).content;
      return { text: made.textContent, facet: made.firstElementChild?.matches(FACET) && made.firstElementChild };
    });
    const found = rows.flatMap(([id, ...packed], at) => {
      if (list && !(inList.charCodeAt(at >> 3) >> (at & 7) & 1)) return [];
      const pieces = packed.map((piece) => shared[piece] ?? piece);
      const meant = pieces.map(read);
      const [, kind] = pieces[0].match(/data-k="([^"]*)"/);
      const choices = choicesOf(kind, meant.map(({ facet }) => facet).filter(Boolean));
      const one = described(repeated.has(at) ? "" : id, meant.map(({ text }) => text).join(""), choices, territories);
      return { ...one, id, part, pieces, isAgain: repeated.has(at) };
    });
    const folded = fold(found.map(({ text }) => text).join("\0")).split("\0"); // at once, which is quicker
    found.forEach((one, at) => { one.text = folded[at]; });
    return found;
  }

  function fill(select, found, any) {
    const { value } = select;
    const order = new Intl.Collator(locale);
    const options = [...found].sort((one, other) => order.compare(one[1], other[1]));
    select.replaceChildren(new Option(any, ""), ...options.map(([value, text]) => new Option(text, value)));
    select.value = value;
    select.parentElement.hidden = options.length < 2;
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

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

  function drawing(more) {
    const standing = all("main > section").filter((section) => section.querySelector(".rows"));
    const rest = all("#_rest, #_months");
    const closed = document.getElementById("_closed").cloneNode(true);
    const button = element("button", { type: "button" }, more);
    const drawn = element("div", {}, closed, button);
    let found = null;
    let wanted, next, last, begun;

    function begin(rows) {
      for (const section of all("section", drawn)) if (section !== closed) section.remove();
      closed.querySelector("ul").replaceChildren();
      closed.hidden = true;
      [found, wanted, next, last, begun] = [rows, STEP, 0, {}, {}];
      draw();
    }

    function draw() {
      const its = begun;
      const rows = found.slice(next, Math.min(next + AT_ONCE, wanted));
      next += rows.length;
      while (rows.length) {
        const { part } = rows[0];
        if (part !== last.part) last = { part, section: sectionOf(part) };
        const end = rows.findIndex((one) => one.part !== part);
        const list = last.section.querySelector("ul");
        const before = list.childElementCount;
        list.insertAdjacentHTML("beforeend", rows.splice(0, end < 0 ? rows.length : end).map(htmlOf).join(""));
        for (const row of [...list.children].slice(before)) readRow(row);
        last.section.hidden = !list.childElementCount; // where all of it has closed since
      }
      button.hidden = found.length <= wanted;
      if (next < Math.min(wanted, found.length)) requestAnimationFrame(() => setTimeout(() => { if (its === begun && found) draw(); }));
    }

    function sectionOf({ heading, section }) {
      if (section === "closed") return closed;
      const named = /^\d/.test(section) ? { className: "month" } : { id: `_${section}` };
      const made = element("section", named, element("h2", {}, heading), element("ul", { className: "rows" }));
      closed.before(made);
      return made;
    }

    button.addEventListener("click", () => {
      const at = all("li", drawn).length;
      wanted += STEP;
      draw();
      all("li h3 a", drawn)[at]?.focus();
      dispatchEvent(new Event("drawn"));
    });

    function beginsAs(rows) {
      const same = Math.min(wanted, found.length);
      return same === Math.min(wanted, rows.length) && found.slice(0, same).every((one, at) => one === rows[at]);
    }

    return (rows) => {
      for (const one of rest) one.hidden = rows !== null;
      if (!rows && found) drawn.replaceWith(...standing);
      if (rows && !found) standing[0].before(drawn);
      if (rows && !found) for (const section of standing) section.remove();
      if (!rows) found = null;
      else if (found && beginsAs(rows)) {
        found = rows;
        button.hidden = found.length <= wanted;
      } else begin(rows);
      return found ? found.slice(0, wanted).filter(({ isAgain }) => !isAgain).length : 0;
    };
  }

  const htmlOf = ({ id, pieces, isAgain }) => {
    const html = pieces.join("").replaceAll("\0", id);
    return isAgain ? html.replace(/^<li id="[^"]*"/, "<li") : html;
  };

  function reading(names, list, arrived) {
    const parts = names.map(() => undefined);
    let regions;
    let rows = [];
    let busy = false;
    const read = (name) => fetch(new URL(`by-month/${name}.json`, document.baseURI))
      .then((answer) => answer.ok ? answer.json() : null).catch(() => null);
    const isComplete = () => parts.every(Boolean);
    async function begin() {
      if (busy || isComplete()) return;
      busy = true;
      const missing = [...names.keys()].filter((at) => !parts[at]);
      regions ??= await read("regions");
      const territories = regions && territoriesOf(regions);
      let coming = regions && read(names[missing[0]]);
      for (const [place, at] of missing.entries()) {
        const part = await coming;
        coming = place + 1 < missing.length && regions ? read(names[missing[place + 1]]) : null;
        if (!part) continue;
        parts[at] = unpacked(part, list, territories);
        rows = parts.flatMap((part) => part ?? []);
        arrived(parts[at], territories);
      }
      busy = false;
      arrived([]);
    }
    return { begin, isComplete, isBusy: () => busy, rows: () => rows };
  }

  function search(place) {
    const said = place.dataset;
    const form = formOf(said);
    place.append(form);
    let territories = territoriesOf(JSON.parse(said.territories ?? "{}"));
    const isLong = "parts" in said && location.protocol !== "file:";
    const rows = isLong ? [] : all(".rows > li").map((row) => {
      const one = described(row.id, row.textContent, choicesOf(row.dataset.k, all(FACET, row)), territories);
      return { ...one, text: fold(one.text), row };
    });
    const rest = isLong ? reading(said.parts.split(" "), said.list, arrived) : null;
    const show = isLong ? drawing(said.further) : null;
    const selects = all("select", form);
    const fields = [form.querySelector("input"), ...selects];
    const count = document.getElementById("_count");
    const here = rows.filter(({ row }) => row.id).length;
    const selections = JSON.parse(said.feeds);
    const makesFeeds = performance.getEntriesByType("navigation")[0]?.serverTiming?.some(({ name }) => name === "feeds");
    const link = form.querySelector("#_calendar a");
    const nameOf = new Intl.DisplayNames(locale, { type: "region" });
    const offered = Object.fromEntries(selects.map(({ name }) => [name, new Map()]));
    offered.country = countries();
    const asked = new Map(); // of the address, what no row that was read so far has

    const fitting = {
      country: ({ where, choices: { country, region } }, value) => country.length
        ? country.some(([code]) => code === value)
        : !region.length || region.some(([code, text]) => code === text) || territories.share(value, where),
      applicant: ({ choices: { applicant } }, value) => !applicant.length || applicant.some(([one]) => one === value),
      region: ({ where }, value) => territories.share(value, where),
    };
    const fits = (one, { name, value }) => fitting[name]?.(one, value) ?? one.choices[name].some(([has]) => has === value);

    function countries() {
      return new Map(territories.countries.map((code) => [code, nameOf.of(code)]));
    }

    function offerChoices(more) {
      for (const select of selects) {
        const found = offered[select.name];
        for (const one of more) for (const [value, text] of one.offered[select.name]) found.set(value, text);
        if (select.length !== found.size + 1) fill(select, found, said.any);
        if (asked.has(select.name) && choose(select, asked.get(select.name))) asked.delete(select.name);
      }
    }

    function choose(field, value) {
      const named = [...field.options ?? []].find(({ text }) => text === value); // as an earlier page had it
      field.value = named ? named.value : value;
      if (field.selectedIndex < 0) field.selectedIndex = 0;
      return field.value !== "";
    }

    function arrived(more, regions) {
      if (regions) {
        territories = regions;
        for (const [code, name] of countries()) offered.country.set(code, name);
      }
      offerChoices(more);
      if (!rest.isBusy()) asked.clear();
      if (more.some(({ id }) => id === sought)) location.replace(`entries/${sought}.html`);
      apply();
    }

    function apply() {
      const wanted = fold(fields[0].value).split(/\s+/).filter(Boolean).map(stem);
      const chosen = selects.map(({ name, value }) => ({ name, value: value || asked.get(name) })).filter(({ value }) => value);
      const narrowed = wanted.length + chosen.length > 0;
      const matches = (one) => wanted.every((word) => one.text.includes(word)) && chosen.every((select) => fits(one, select));
      const [found, shown, read] = isLong ? draw(narrowed, matches) : hide(matches);
      const total = rest?.isComplete() ? read : Number(said.total ?? here);
      const fillIn = (text, values) => filled(text, Object.fromEntries(Object.entries(values).map(([name, one]) => [name, numbers().format(one)])));
      const sentences = [];
      if (narrowed && found) sentences.push(fillIn(shown < found ? said.found : said.count, { shown, found, total }));
      else if (narrowed && !rest?.isBusy()) sentences.push(said.none);
      if (found && chosen.some(({ name }) => name === "country" || name === "applicant")) sentences.push(said.unstated);
      if (rest?.isBusy()) sentences.push(fillIn(said.reading, { read, total }));
      else if (narrowed && read < total) sentences.push(fillIn(said.unread, { read, total }));
      count.textContent = sentences.join(". ");
      offer(narrowed && found ? Object.fromEntries(chosen.map(({ name, value }) => [name, value])) : null);
    }

    function hide(matches) {
      let found = 0;
      for (const one of rows) {
        one.row.hidden = !matches(one);
        found += !one.row.hidden && one.row.id !== "";
      }
      for (const section of all("main > section")) {
        const inside = all(".rows > li", section);
        if (section.querySelector(".rows")) section.hidden = inside.every((row) => row.hidden);
      }
      return [found, found, here];
    }

    function draw(narrowed, matches) {
      const all = rest.rows();
      const isFirst = ({ isAgain }) => !isAgain;
      const found = narrowed && (all.length > 0 || !rest.isBusy()) ? all.filter(matches) : null;
      return [found?.filter(isFirst).length ?? 0, show(found), all.filter(isFirst).length];
    }

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

    function remember() {
      const state = new URLSearchParams([...new FormData(form), ...asked].filter(([, value]) => value.trim()));
      try {
        history.replaceState(null, "", `${location.pathname}${state.size ? `?${state}` : ""}${location.hash}`);
      } catch {
      }
    }

    const details = form.querySelector("details");
    const searches = () => fields.some((field) => field.value) || details.open || asked.size > 0;
    const changed = () => { if (searches()) rest?.begin(); apply(); remember(); };
    const sought = isLong && !document.getElementById(location.hash.slice(1)) ? location.hash.slice(1) : ""; // as an earlier page had it

    offerChoices(rows);
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = fields.find((one) => one.name === name);
      if (field && !choose(field, value) && isLong && value) asked.set(name, value);
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", ({ target }) => { asked.delete(target.name); changed(); });
    form.addEventListener("reset", () => { asked.clear(); setTimeout(changed); });
    addEventListener("drawn", apply);
    details.addEventListener("toggle", () => { if (searches()) rest?.begin(); });
    details.open = selects.some((select) => select.value) || asked.size > 0;
    if (searches() || sought) rest?.begin();
    apply();
  }

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
