"""Sheets: columns by what they are called, and dates only as far as they can be read."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from deadlines.pages.reader import Reader
from deadlines.sources.columns import KEYS, columns_of
from deadlines.sources.found import Faulty, Found, Unreadable
from deadlines.sources.sheet import read, rows_in_csv

HEAD = ["Title", "Deadline", "Organisation", "Link"]


def row(cell: str, *others: str, **more: str) -> Found:
    head = [*HEAD, *more]
    rows = [head, ["A call", cell, "Somebody", "https://example.org", *more.values()]]
    rows += [["Another", other, "Somebody", "https://example.org/2"] for other in others]
    found = next(iter(read("calls.csv", rows, {})))
    assert isinstance(found, Found), found
    return found


def due(found: Found) -> object:
    rows = found.table.get("deadlines", [])
    return rows[0]["due"] if rows else None


@pytest.mark.parametrize(
    "headings",
    [
        ["Title", "Closing date", "Organization", "URL"],
        ["Intitulé", "Date limite", "Bailleur", "Lien"],
        ["Título", "Fecha límite", "Organizador", "Enlace"],
        ["العنوان", "الموعد النهائي", "الجهة المانحة", "الرابط"],
        ["TITLE *", "due:", "organisation", "website"],
    ],
)
def test_columns_are_known_in_any_language_of_the_page(headings: list[str]) -> None:
    assert columns_of(headings, {}) == {0: "title", 1: "due", 2: "organisation", 3: "url"}


def test_what_the_person_says_of_a_column_counts() -> None:
    assert columns_of(["What", "When", "Due"], {"what": "title", "When": "due"}) == {0: "title", 1: "due"}
    with pytest.raises(Unreadable, match='there is no column "Where"; there are What, When'):
        columns_of(["What", "When"], {"Where": "title"})
    with pytest.raises(Unreadable, match='"date" is no key for a column; write one of title, '):
        columns_of(["What", "When"], {"When": "date"})
    with pytest.raises(Unreadable, match='name it with --map "COLUMN=title"; there are What, When'):
        columns_of(["What", "When"], {})
    assert len(set(KEYS)) == len(KEYS)


@pytest.mark.parametrize(
    ("cell", "others", "expected"),
    [
        ("2027-04-30", (), date(2027, 4, 30)),
        ("30 April 2027", (), date(2027, 4, 30)),
        ("30 avril 2027", (), date(2027, 4, 30)),
        ("30/04/2027", (), date(2027, 4, 30)),
        ("04/30/2027", (), date(2027, 4, 30)),
        ("04/05/2027", (), None),
        ("04/05/2027", ("30/06/2027",), date(2027, 5, 4)),
        ("04/05/2027", ("06/30/2027",), date(2027, 4, 5)),
        ("04/05/2027", ("30/06/2027", "06/30/2027"), None),
        ("05/05/2027", (), date(2027, 5, 5)),
        ("31/02/2027", (), None),
        ("soon", (), None),
        ("April 2027", (), None),
    ],
)
def test_a_date_is_read_only_where_it_can_be_one(cell: str, others: tuple[str, ...], expected: date | None) -> None:
    found = row(cell, *others)
    assert due(found) == expected
    assert bool(found.remarks) == (expected is None)


def test_an_hour_has_a_column_of_its_own_and_needs_a_zone() -> None:
    found = row("2027-04-30", hour="17:00", timezone="Europe/Paris")
    assert (due(found), found.remarks) == (datetime(2027, 4, 30, 17), ())
    assert found.table["deadlines"][0]["timezone"] == "Europe/Paris"
    assert due(row("2027-04-30", hour="24:00")) == date(2027, 4, 30)
    without = row("2027-04-30", hour="17:00")
    assert str(without.remarks[0]) == "17:00 names no time zone; add one, or take the time out"
    assert '"CET" is not a time zone' in row("2027-04-30", timezone="CET").remarks[0]


def test_a_row_without_a_title_is_named_and_an_empty_one_is_none() -> None:
    rows = [HEAD, ["", "2027-04-30"], [], ["A call", "2027-04-30"]]
    first, second = read("calls.csv", rows, {})
    assert first == Faulty("calls.csv:2", "it has no title") and isinstance(second, Found)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_csv_is_read_by_its_separator(separator: str) -> None:
    text = separator.join(HEAD) + "\r\n" + separator.join(['"A ""call"""', "2027-04-30", "Somebody", "x"])
    assert rows_in_csv(text)[1] == ['A "call"', "2027-04-30", "Somebody", "x"]


def workbook(*rows: str, merged: str = "") -> bytes:
    """A workbook with one sheet, as small as Excel's format allows (ECMA-376)."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = "".join(f"<row r='{number}'>{row}</row>" for number, row in enumerate(rows, 1))
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Calls" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>{merged}</worksheet>',
    }
    file = BytesIO()
    with ZipFile(file, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return file.getvalue()


def text(place: str, words: str) -> str:
    return f"<c r='{place}' t='inlineStr'><is><t>{words}</t></is></c>"


def test_of_a_workbook_days_are_days_and_merged_cells_are_carried_down() -> None:
    book = workbook(
        text("A1", "Title") + text("B1", "Deadline") + text("C1", "Organisation"),
        text("A2", "One") + "<c r='B2' s='1'><v>46507</v></c>" + text("C2", "Somebody"),
        text("A3", "Two") + "<c r='B3' s='2'><v>46507.708333333336</v></c>",
        merged="<mergeCells count='1'><mergeCell ref='C2:C3'/></mergeCells>",
    )
    with Reader() as reader:
        rows = reader.rows("sheet", book).rows
        assert rows == (
            ("Title", "Deadline", "Organisation"),
            ("One", "2027-04-30", "Somebody"),
            ("Two", "2027-04-30T17:00:00", "Somebody"),
        )
        from deadlines.pages.reader import Unreadable as NotRead

        for broken in (b"", b"PK", b"x" * 100, book[:300]):
            with pytest.raises(NotRead):
                reader.rows("sheet", broken)
