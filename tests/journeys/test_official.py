"""An official: the season's figures by district and street, on the page and as files that say the same."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest

from tests.journeys import WAYS
from tests.journeys.conftest import PASSWORD
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys"), WAYS]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LONGHUA = "4403/440309"


def test_an_official_follows_the_figures_down_and_takes_them_along(visit, language, width):
    visitor = visit(language=language, width=width)
    visitor.sign_in_as_staff("official", PASSWORD)
    visitor.go("/figures/")

    visitor.leave_by(visitor.page.locator(f"th a[href*='within={LONGHUA}']").first)
    page = table_on_page(visitor)
    comma, book = table_in_csv(visitor), table_in_xlsx(visitor)

    assert len(page) >= 6
    for place, cells in page.items():
        assert [is_same(visitor, *pair) for pair in zip(cells, comma[place], strict=True)] == [True] * len(cells)
        assert [is_same(visitor, *pair) for pair in zip(cells, book[place], strict=True)] == [True] * len(cells)
    visitor.leave_by(visitor.page.locator("th a").first)
    assert visitor.page.locator("nav.crumbs a").count() == 2


def table_on_page(visitor: Visitor) -> dict[str, list[str]]:
    """Return the cells of the page's table by place."""
    rows = visitor.page.locator("table.table-dense tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows}


def table_in_csv(visitor: Visitor) -> dict[str, list[str]]:
    """Return the cells of the downloaded CSV by place."""
    text = download(visitor, "Download CSV").decode("utf-8-sig")
    return {row[0]: row[1:] for row in csv.reader(io.StringIO(text)) if row}


def table_in_xlsx(visitor: Visitor) -> dict[str, list[str]]:
    """Return the cells of the downloaded workbook's first sheet by place."""
    with zipfile.ZipFile(io.BytesIO(download(visitor, "Download Excel"))) as book:
        texts = ["".join(one.itertext()) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = [[_cell(cell, texts) for cell in row] for row in sheet.iter(f"{SHEET}row")]
    return {row[0]: row[1:] for row in rows if row}


def is_same(visitor: Visitor, shown: str, kept: str) -> bool:
    """Tell whether a cell of the page says what a cell of a file holds, as exactly as the page says it."""
    if shown == "–":
        return kept == ""
    if shown == visitor.words("not shown"):
        return kept == shown
    if shown.endswith("%"):
        return abs(float(shown[:-1]) - 100 * float(kept)) < 0.051
    return abs(float(shown.replace(",", "")) - float(kept)) < 0.051


def download(visitor: Visitor, name: str) -> bytes:
    """Press the link of that name and return the file."""
    with visitor.page.expect_download() as saved:
        visitor.page.get_by_role("link", name=visitor.words(name)).click()
    return saved.value.path().read_bytes()


def _cell(cell: ElementTree.Element, texts: list[str]) -> str:
    value = cell.findtext(f"{SHEET}v", "")
    return texts[int(value)] if cell.get("t") == "s" else value
