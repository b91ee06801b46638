// What node-ical reads in a calendar: the reader of MagicMirror, Homebridge and many bots.
const { createRequire } = require("node:module");
const ical = createRequire(`${process.cwd()}/`)("node-ical");
const day = (at) => [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
const moment = (at) => (at.dateOnly ? day(at) : at.toISOString().replace(".000", ""));
for (const event of Object.values(ical.sync.parseFile(process.argv[2])))
  if (event.type === "VEVENT")
    console.log([event.uid, moment(event.start), moment(event.end), event.status, event.summary].join("\x1f"));
