// What Go's golang-ical reads in a calendar.
package main

import (
	"fmt"
	"os"
	"time"

	ics "github.com/arran4/golang-ical"
)

func moment(event *ics.VEvent, name ics.ComponentProperty, at func() (time.Time, error), day func() (time.Time, error)) string {
	if values := event.GetProperty(name).ICalParameters["VALUE"]; len(values) == 1 && values[0] == "DATE" {
		found, err := day()
		if err != nil {
			panic(err)
		}
		return found.Format("2006-01-02")
	}
	found, err := at()
	if err != nil {
		panic(err)
	}
	return found.UTC().Format("2006-01-02T15:04:05Z")
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	calendar, err := ics.ParseCalendar(file)
	if err != nil {
		panic(err)
	}
	for _, event := range calendar.Events() {
		starts := moment(event, ics.ComponentPropertyDtStart, event.GetStartAt, event.GetAllDayStartAt)
		ends := moment(event, ics.ComponentPropertyDtEnd, event.GetEndAt, event.GetAllDayEndAt)
		status := event.GetProperty(ics.ComponentPropertyStatus).Value
		fmt.Printf("%s\x1f%s\x1f%s\x1f%s\x1f%s\n", event.Id(), starts, ends, status, event.GetProperty(ics.ComponentPropertySummary).Value)
	}
}
