"""What a real spam filter and a real mail program make of our mails."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deadlines.feeds.attached import Attachments
from deadlines.reminders.channels.message import message_of
from deadlines.reminders.compose import compose
from deadlines.wording.language import language as wording
from tests.reminders.channels.thunderbird import thunderbird
from tests.reminders.test_compose import NOW, notice, opportunity, recipient

pytestmark = pytest.mark.slow
SENDER = "deadlines@example.org"
TITLES = {"en": "Call for input", "fr": "Appel à contributions", "ar": "دعوة لتقديم مساهمات"}


def mail(language: str, folder: Path, *, organizer: str | None = SENDER) -> bytes:
    calls = [
        opportunity(datetime(2026, 3, 2 + number, 17), id_=f"call-{number}", title=f"{TITLES[language]} {number}")
        for number in range(3)
    ]
    attachments = Attachments(folder, "example.org", wording(language), now=datetime(2026, 2, 1, tzinfo=UTC))
    calendar = attachments.calendar([(call, ("deadline", None, None)) for call in calls], organizer=organizer)
    letter = compose(
        [notice(call) for call in calls], recipient(language), id="ab" * 16, date=NOW, now=NOW, calendar=calendar,
        sender="Opportunities", records_language="en",
    )  # fmt: skip
    return message_of(letter, SENDER, "Opportunities").as_bytes()


@pytest.mark.parametrize("language", TITLES)
def test_spamassassin_has_nothing_against_it(language: str, tmp_path: Path) -> None:
    if shutil.which("spamassassin") is None:
        pytest.skip("SPAMASSASSIN IS NOT INSTALLED: nothing was filtered (apt install spamassassin)")
    done = subprocess.run(
        ["spamassassin", "--local", "--test-mode"], input=mail(language, tmp_path), capture_output=True, check=True,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin:/usr/sbin"},
    )  # fmt: skip
    said = done.stdout.decode(errors="replace")
    points = re.search(r"Content analysis details: +\((-?[\d.]+) points", said)
    assert points and float(points[1]) <= 0.2, said[-2000:]
    assert "LIST_PARTIAL" not in said


def test_thunderbird_offers_to_add_the_entries_and_asks_nobody_to_accept(tmp_path: Path) -> None:
    """Without a METHOD it takes them for invitations: so it is seen that this program tells the two apart."""
    if shutil.which("thunderbird") is None:
        pytest.skip("THUNDERBIRD IS NOT INSTALLED: no mail was opened (tests/feeds/clients/install)")
    without = re.sub(rb';\s+method="PUBLISH"', b"", mail("en", tmp_path, organizer=None))
    with thunderbird() as shown:
        ours, invitation = shown("ours", mail("en", tmp_path)), shown("without", without)
    assert (ours.said, list(ours.buttons)) == ("This message contains an event.", ["Add"])
    assert "Call for input 0" in ours.body and "Opportunities" in ours.body
    assert "Accept all" in invitation.buttons
