"""A table as a file: CSV and XLSX with the same numbers, the definitions beside them, and nothing that computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yexiao.insight._definitions import BASES, Figure, Unit
from yexiao.insight._records import Cell, FiguresTable, Row

STARTERS = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001  spreadsheets read the full-width forms too
Line = list[Any]


def as_csv(table: FiguresTable) -> bytes:
    """Return the table as CSV in UTF-8 with a mark that spreadsheets need to read Chinese; definitions follow it."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for line in (*_table(table), [], *_definitions(table)):
        writer.writerow([_as_text(value) for value in line])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def as_xlsx(table: FiguresTable) -> bytes:
    """Return the table as a workbook: one sheet of figures, one of definitions. Texts are stored as texts."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    formats = {
        Unit.PERCENT: book.add_format({"num_format": "0.0%"}),
        Unit.STARS: book.add_format({"num_format": "0.0"}),
    }
    figures = book.add_worksheet(_("Figures"))
    for row, line in enumerate(_table(table)):
        for column, value in enumerate(line):
            unit = table.columns[column - 1].unit if column else Unit.COUNT
            _write(figures, row, column, value, formats.get(unit))
    definitions = book.add_worksheet(_("Definitions"))
    for row, line in enumerate(_definitions(table)):
        for column, value in enumerate(line):
            _write(definitions, row, column, value, None)
    figures.freeze_panes(_HEAD_LINES, 1)
    figures.set_column(0, len(table.columns), 16)
    definitions.set_column(0, 3, 40)
    book.close()
    return stream.getvalue()


_HEAD_LINES = 3


def _table(table: FiguresTable) -> Iterator[Line]:
    season = table.season
    place = _say(table.place)
    yield [place, _say(season) if season else "", f"{season.starts_date} – {season.ends_date}" if season else ""]
    yield [_("Figures cover"), *(_say(district) for district in table.covers)]
    yield [_("Place or group"), *(str(figure.name) for figure in table.columns)]
    yield [_("Total"), *_values(table.total, table.columns)]
    for row in table.rows:
        yield [_say(row), *_values(row, table.columns)]


def _definitions(table: FiguresTable) -> Iterator[Line]:
    yield [_("Figure"), _("How it is counted"), _("Shown from five people"), _("Source")]
    for figure in table.columns:
        yield [str(figure.name), str(figure.formula), str(BASES[figure.basis]), ", ".join(figure.source)]
    yield [_suppressed(), _("Fewer than five people, or could be worked out from the other cells.")]


def _values(row: Row, figures: tuple[Figure, ...]) -> Line:
    return [_value(row.cells[figure.key], figure) for figure in figures]


def _value(cell: Cell, figure: Figure) -> Any:
    if cell.is_suppressed:
        return _suppressed()
    if cell.value is None:
        return ""
    return int(cell.value) if figure.unit is Unit.COUNT else round(cell.value, 4)


def _suppressed() -> str:
    return _("not shown")


def _say(thing: Any) -> str:
    return str(thing.name_en if get_language() == "en" else thing.name)


def _as_text(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would take for a formula; numbers stay numbers."""
    is_risky = isinstance(value, str) and value.lstrip(" \u3000\ufeff\0")[:1] in tuple(STARTERS)
    return f"'{value}" if is_risky else value


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value, style)
