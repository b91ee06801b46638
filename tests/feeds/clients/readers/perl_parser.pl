# What Perl's iCal::Parser reads in a calendar; it knows events by their days, and does not keep STATUS of all.
use strict;
use warnings;
use iCal::Parser;
my $calendar = iCal::Parser->new(start => "19900101", end => "20991231", tz => "UTC")->parse($ARGV[0]);
my %found;
for my $year (values %{ $calendar->{events} }) {
    for my $month (values %$year) {
        for my $day (values %$month) {
            for my $uid (keys %$day) {    # an event of several days stands under each, cut
                my $event = $day->{$uid};
                my $known = $found{$uid} //= {%$event};
                $known->{DTSTART} = $event->{DTSTART} if $event->{DTSTART} < $known->{DTSTART};
                $known->{DTEND} = $event->{DTEND} if $event->{DTEND} > $known->{DTEND};
            }
        }
    }
}
for my $uid (keys %found) {
    my $event = $found{$uid};
    my $moment = $event->{allday} ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ";
    my @at = map { $event->{$_}->strftime($moment) } qw(DTSTART DTEND);
    print join("\x1f", $uid, @at, $event->{STATUS} // "", $event->{SUMMARY}), "\n";
}
