# What Perl's Data::ICal reads in a calendar.
use strict;
use warnings;
use Data::ICal;
my $calendar = Data::ICal->new(filename => $ARGV[0], vcal10 => 0, auto_uid => 0);
die "not read\n" unless $calendar;
sub moment {
    my ($found) = @_;
    my $value = $found->value;
    return "$1-$2-$3T$4:$5:$6Z" if $value =~ /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
    return "$1-$2-$3" if $value =~ /^(\d{4})(\d\d)(\d\d)$/ && ($found->parameters->{VALUE} // "") eq "DATE";
    return $value;
}
for my $event (grep { $_->ical_entry_type eq "VEVENT" } @{ $calendar->entries }) {
    my $text = sub { my $found = $event->property(shift); $found ? $found->[0]->decoded_value : "" };
    my $at = sub { moment($event->property(shift)->[0]) };
    print join("\x1f", $text->("uid"), $at->("dtstart"), $at->("dtend"), $text->("status"), $text->("summary")), "\n";
}
