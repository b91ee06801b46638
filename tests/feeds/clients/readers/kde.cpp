// What KDE's KCalendarCore reads in a calendar: the reader of Kontact, Kalendar and Merkuro.
#include <KCalendarCore/ICalFormat>
#include <KCalendarCore/MemoryCalendar>
#include <QTextStream>
#include <QTimeZone>

using namespace KCalendarCore;

int main(int count, char **arguments)
{
    MemoryCalendar::Ptr calendar(new MemoryCalendar(QTimeZone::utc()));
    ICalFormat format;
    if (!format.load(calendar, QString::fromLocal8Bit(arguments[count - 1])))
        return 1;
    QTextStream out(stdout);
    out.setCodec("UTF-8");
    const QChar unit(0x1f);
    for (const Event::Ptr &event : calendar->rawEvents()) {
        const bool day = event->allDay();
        auto moment = [day](const QDateTime &at) {
            return day ? at.date().toString(Qt::ISODate) : at.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"));
        };
        // KDE keeps the last day of an event without an hour, where iCalendar has the one after it.
        const QDateTime ends = day ? event->dtEnd().addDays(1) : event->dtEnd();
        const QString status = event->status() == Incidence::StatusConfirmed ? QStringLiteral("CONFIRMED")
            : event->status() == Incidence::StatusTentative                  ? QStringLiteral("TENTATIVE")
            : event->status() == Incidence::StatusCanceled                   ? QStringLiteral("CANCELLED")
                                                                             : QString();
        out << event->uid() << unit << moment(event->dtStart()) << unit << moment(ends) << unit << status << unit
            << event->summary() << '\n';
    }
    return 0;
}
