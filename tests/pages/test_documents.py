"""Mails, Word documents, PDF and calendars as lines: what a reader sees, and nothing that prints today."""

import io
import zipfile

import pytest

from deadlines.pages.docx import LARGEST_UNZIPPED, read_docx
from deadlines.pages.events import read_events
from deadlines.pages.mail import read_mail
from deadlines.pages.page import Page
from deadlines.pages.pdf import read_pdf


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines if line.text]


def mail(*headers: str, body: str = "") -> bytes:
    return "\r\n".join(["Subject: A call", "MIME-Version: 1.0", *headers, "", *body.split("\n")]).encode()


def test_a_line_that_flows_is_one() -> None:
    flowed = mail(
        "Date: Wed, 11 Feb 2026 09:00:00 +0100", "Content-Type: text/plain; charset=utf-8; format=flowed",
        body="Apply by 30 \nApril 2027.\n-- \nA person",
    )  # fmt: skip
    assert texts(read_mail(flowed)) == ["A call", "Published: 2026-02-11", "Apply by 30 April 2027.", "--", "A person"]


def test_a_mail_that_was_forwarded_as_text_has_the_day_of_the_one_inside() -> None:
    body = (
        "FYI\n\n-----Message d’origine-----\nDe\u00a0: Fonds <a@example.org>\nEnvoyé\u00a0: mercredi 11 février 2026 10:12\n"
        "À\u00a0: nous\nObjet\u00a0: Appel à projets\n\nDate limite : 30 avril 2027"
    )
    headers = "Date: Mon, 2 Mar 2026 09:00:00 +0100", "Content-Type: text/plain; charset=utf-8"
    assert texts(read_mail(mail(*headers, body=body))) == [
        "Appel à projets", "Published: mercredi 11 février 2026 10:12", "FYI", "Date limite : 30 avril 2027",
    ]  # fmt: skip


def test_a_mail_that_was_forwarded_whole_is_the_one_inside() -> None:
    inner = "Subject: Inside\r\nDate: Wed, 11 Feb 2026 09:00:00 +0000\r\n\r\nDeadline: 30 April 2027"
    outer = (
        'Subject: Fwd: Inside\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
        f"--x\r\nContent-Type: text/plain\r\n\r\nFYI\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--x--\r\n"
    )
    assert texts(read_mail(outer.encode())) == ["Inside", "Published: 2026-02-11", "Deadline: 30 April 2027"]


def test_a_strange_character_set_and_a_strange_date_cost_nothing_else() -> None:
    strange = mail("Date: some day", "Content-Type: text/plain; charset=no-such-set", body="Deadline: 30 April 2027")
    assert texts(read_mail(strange)) == ["A call", "Deadline: 30 April 2027"]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return buffer.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"<w:p>{run('30 ')}{run('April')}</w:p>", ["30 April"]),
        (f"<w:p><w:del>{run('31 March')}</w:del><w:ins>{run('30 April')}</w:ins></w:p>", ["30 April"]),
        (f"<w:p>{run('31 March ', '<w:strike/>')}{run('30 April')}{run('x', '<w:vanish/>')}</w:p>", ["30 April"]),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('Deadline')}</w:p></w:tc><w:tc><w:p>{run('30 April')}</w:p></w:tc></w:tr></w:tbl>",
            ["Deadline | 30 April"],
        ),
        (
            '<w:p><w:r><w:t xml:space="preserve">Printed </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText> DATE \\@ "d MMMM" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'{run("27 November")}<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("on paper")}</w:p>',
            ["Printed on paper"],
        ),
        (f'<w:p>{run("Due ")}<w:fldSimple w:instr=" DATE ">{run("27 May")}</w:fldSimple>{run("x")}</w:p>', ["Due x"]),
        (
            f"<w:p>{run('Due ')}<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{run('30 April')}</w:sdtContent></w:sdt></w:p>",
            ["Due 30 April"],
        ),
        (
            "<w:p><w:r><w:t>8 May</w:t><w:noBreakHyphen/><w:t>9 May</w:t><w:br/><w:t>x</w:t></w:r></w:p>",
            ["8 May-9 May x"],
        ),
    ],
)
def test_a_word_document_reads_as_it_stands_once_its_changes_are_accepted(body: str, shown: list[str]) -> None:
    assert texts(read_docx(docx(body))) == shown


def test_what_is_no_document_or_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="no Word document"):
        read_docx(b"PK\x03\x04 not really")
    with pytest.raises(ValueError, match="unpacks to more"):
        read_docx(docx(" " * (LARGEST_UNZIPPED + 1)))


def test_an_event_ends_on_its_last_day_and_a_to_do_is_due() -> None:
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Deadline of a prize\r\n"
        "DTSTART;VALUE=DATE:20270430\r\nDTEND;VALUE=DATE:20270501\r\nEND:VEVENT\r\nBEGIN:VTODO\r\nUID:2\r\nSUMMARY:A grant\r\n"
        "DUE:20270502T150000Z\r\nEND:VTODO\r\nBEGIN:VEVENT\r\nUID:3\r\nSUMMARY:A conference\r\nDTSTART:20270601T090000\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert [text for text in texts(read_events(calendar.encode())) if text != "\f"] == [
        "Deadline of a prize", "Deadline: 2027-04-30", "A grant", "Deadline: 2027-05-02, 15:00 UTC",
        "A conference", "Date: 2027-06-01, 09:00",
    ]  # fmt: skip


def test_a_pdf_is_read_line_by_line_without_what_a_browser_prints_around_it() -> None:
    lines = ["27/11/2026, 10:00 A page", "Call for proposals", "Deadline 30 April 2027", "https://example.org/a 1/1"]
    assert texts(read_pdf(pdf(lines))) == ["Call for proposals", "Deadline 30 April 2027"]
    with pytest.raises(ValueError, match="PDF"):
        read_pdf(b"%PDF-1.4 nothing more")


def pdf(lines: list[str]) -> bytes:
    """Return one page in Helvetica."""
    drawn = "BT /F 12 Tf 50 800 Td " + " ".join(f"({line}) Tj 0 -40 Td" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
    ]
    content, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    trailer = f"trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF\n"
    return f"{content}xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()
