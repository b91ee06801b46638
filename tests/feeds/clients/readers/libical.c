/* What libical reads in a calendar, as lines of UID, start, end, STATUS and SUMMARY, between unit separators. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static void moment(struct icaltimetype at) {
    if (at.is_date)
        printf("%04d-%02d-%02d", at.year, at.month, at.day);
    else {
        at = icaltime_convert_to_zone(at, icaltimezone_get_utc_timezone());
        printf("%04d-%02d-%02dT%02d:%02d:%02dZ", at.year, at.month, at.day, at.hour, at.minute, at.second);
    }
    putchar(0x1f);
}

int main(int count, char **arguments) {
    FILE *file = fopen(arguments[count - 1], "rb");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc(size + 1, 1);
    if (fread(text, 1, size, file) != (size_t)size) return 1;
    icalcomponent *calendar = icalparser_parse_string(text);
    if (!calendar) return 1;
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        printf("%s\x1f", icalcomponent_get_uid(event));
        moment(icalcomponent_get_dtstart(event));
        moment(icalcomponent_get_dtend(event));
        icalproperty_status status = icalcomponent_get_status(event);
        printf("%s\x1f%s\n", status == ICAL_STATUS_NONE ? "" : icalproperty_status_to_string(status),
               icalcomponent_get_summary(event));
    }
    return 0;
}
