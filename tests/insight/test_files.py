# ruff: noqa: RUF001  full-width signs are the point here
"""Downloads: the page's numbers, and texts that no spreadsheet computes (fault R1)."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from django.utils import translation

from tests.attendance.factories import SEVEN_PM, make_classes
from tests.places.factories import LONGHUA
from yexiao.attendance import api as attendance
from yexiao.insight import api as insight

HOSTILE = [
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    " =1+1",
    '=cmd|" /C calc"!A0',
    "\r=1",
]


@pytest.fixture
def table(db):
    [held] = make_classes([6])
    marks = [attendance.NewMark(held.meetings[0], who, "present") for who in held.learners]
    attendance.mark_many(marks=marks, at=SEVEN_PM)
    return insight.measure(within=LONGHUA, by="street")


def lines_of(table):
    return list(csv.reader(io.StringIO(insight.as_csv(table).decode("utf-8-sig"), newline="")))


def test_the_csv_holds_the_tables_numbers_and_the_definitions(table):
    with translation.override("en"):
        lines = lines_of(table)

    heads = lines[2]
    street = dict(zip(heads, lines[4], strict=True))
    assert lines[1] == ["Figures cover", "Longhua"]
    assert (street["Place or group"], street["Attendances"], street["Fill rate"]) == ("Fucheng", "6", "1.0")
    assert [line[0] for line in lines if line and line[0] == "Attendances"] == ["Attendances"]


def test_the_csv_speaks_chinese_and_says_so_in_its_first_bytes(table):
    with translation.override("zh-hans"):
        data = insight.as_csv(table)

    assert data.startswith(b"\xef\xbb\xbf")
    assert "福城街道,6,6," in data.decode("utf-8-sig")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text_in_csv(table, name):
    hostile = replace(table, rows=tuple(replace(row, name=name, name_en=name) for row in table.rows))

    [cell] = [line[0] for line in lines_of(hostile) if line and name.strip() in line[0]]

    assert cell == f"'{name}"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_no_formula_in_a_workbook(table, name):
    hostile = replace(table, rows=tuple(replace(row, name=name, name_en=name) for row in table.rows))

    book = zipfile.ZipFile(io.BytesIO(insight.as_xlsx(hostile)))

    sheets = [book.read(part).decode() for part in book.namelist() if part.startswith("xl/worksheets/")]
    assert len(sheets) == 2
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]


def test_numbers_stay_numbers_and_held_back_cells_say_so(db):
    [held] = make_classes([3])
    marks = [attendance.NewMark(held.meetings[0], who, "present") for who in held.learners]
    attendance.mark_many(marks=marks, at=SEVEN_PM)

    with translation.override("en"):
        lines = lines_of(insight.measure(within=LONGHUA, by="street"))

    total = dict(zip(lines[2], lines[3], strict=True))
    assert (total["Classes"], total["Attendances"], total["Fill rate"]) == ("1", "not shown", "not shown")
