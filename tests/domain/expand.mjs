// What rrule (npm) and ical.js make of recurrence rules: lines of JSON [rule, first day, last day] in, lists of days out.
import fs from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(`${process.cwd()}/`);
const { RRule } = require("rrule");
const ICAL = (await import(require.resolve("ical.js"))).default;
const day = (date) => date.toISOString().slice(0, 10);

function byRrule(rule, first, last) {
  const found = [];
  const set = new RRule({ ...RRule.parseString(rule), dtstart: new Date(`${first}T00:00:00Z`) });
  set.all((at) => day(at) <= last && found.push(day(at)) > 0);
  return found;
}

function byIcal(rule, first, last) {
  const found = [];
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(first));
  for (let at = iterator.next(); at && at.toString() <= last; at = iterator.next()) found.push(at.toString());
  return found;
}

for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const [rule, first, last, plain] = JSON.parse(line);
  console.log(JSON.stringify([byRrule(rule, first, last), plain ? byIcal(rule, first, last) : null]));
}
