"""Calls, prizes and jobs as small text files; their deadlines in everybody's calendar.

The line a deadline travels::

    opportunities/ ──▶ records ──▶ domain ──▶ feeds ──▶ calendars/
                                     │
                                     └──────▶ reminders ──▶ people

``documents`` reads any TOML file and knows the place of each value in it; ``records`` and ``settings`` say what
such a file means; ``domain`` holds what things are; ``wording`` says it in a language; ``feeds`` writes calendars;
``reminders`` tells people; ``server`` and ``remote`` carry it over the net; ``cli`` is the shell around them.
"""

__version__ = "0.1.0"
