// Write dates as ICU writes them: node icu.mjs LANGUAGES DATES STYLES, each a list with commas; one line a text.
// A language may carry a calendar: fa-u-ca-persian. Lines are language, date, style and text, separated by tabs.
const [languages, dates, styles] = process.argv.slice(2).map((list) => list.split(","));
for (const language of languages) {
  if (!Intl.DateTimeFormat.supportedLocalesOf(language).length) continue;
  const plain = language.includes("-u-") ? language : `${language}-u-ca-gregory`;
  for (const style of styles) {
    const format = new Intl.DateTimeFormat(plain, { dateStyle: style, timeZone: "UTC" });
    for (const date of dates) {
      console.log([language, date, style, format.format(new Date(`${date}T12:00:00Z`))].join("\t"));
    }
  }
}
