# What Ruby's icalendar reads in a calendar.
require "icalendar"
def moment(value)
  value.is_a?(Icalendar::Values::Date) ? value.strftime("%Y-%m-%d") : value.to_time.utc.strftime("%Y-%m-%dT%H:%M:%SZ")
end
Icalendar::Calendar.parse(File.open(ARGV[0], "r:UTF-8")).each do |calendar|
  calendar.events.each do |event|
    puts [event.uid, moment(event.dtstart), moment(event.dtend), event.status, event.summary].join("\x1f")
  end
end
