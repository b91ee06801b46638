"""The first sheet with anything in it of a workbook: Excel or OpenDocument."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from deadlines.pages.rows import Rows

_EPOCHS = (1899, 1900, 1904)
"""Years that a spreadsheet shows where a cell holds an hour and no day."""
_DAY = 24 * 60


def read_sheet(content: bytes) -> Rows:
    """Return the rows of a sheet; merged cells have their value in each. Raises ``ValueError`` where it is none."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names:
            rows = _rows(book.get_sheet_by_name(name))
            if any(any(row) for row in rows):
                return Rows(tuple(tuple(row) for row in rows))
    except CalamineError as error:
        raise ValueError(f"it is no workbook that can be read: {error}") from None
    return Rows(())


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (first_row, first), (last_row, last) in sheet.merged_cell_ranges or ():
        for row in rows[first_row : last_row + 1]:
            for column in range(first, min(last + 1, len(row))):
                row[column] = row[column] or rows[first_row][first]
    return rows


def _text(cell: Any) -> str:
    """Return a cell as text. A moment at midnight is a day, since a sheet cannot tell the two apart."""
    if isinstance(cell, datetime):
        if cell.year in _EPOCHS:
            return f"{cell:%H:%M}" if cell.time() != time() else "24:00"
        return cell.date().isoformat() if cell.time() == time() else cell.replace(microsecond=0).isoformat()
    if isinstance(cell, date):
        return "24:00" if cell.year in _EPOCHS else cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}" if 0 <= minutes <= _DAY else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
