// What ical.js reads in a calendar: the reader of Thunderbird and Nextcloud.
import fs from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(`${process.cwd()}/`);
const ICAL = (await import(require.resolve("ical.js"))).default;
const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(process.argv[2], "utf8")));
const moment = (at) => (at.isDate ? at.toString() : at.convertToZone(ICAL.Timezone.utcTimezone).toString());
for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component, { strictExceptions: true });
  const status = component.getFirstPropertyValue("status") ?? "";
  console.log([event.uid, moment(event.startDate), moment(event.endDate), status, event.summary].join("\x1f"));
}
