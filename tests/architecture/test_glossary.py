"""The glossary against what the product says: a word that no page and no content uses is not a word of the house."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from yexiao.common import words

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (?P<english>[^|]+) \| (?P<chinese>[^|]+) \| [^|]+ \|$", re.MULTILINE)
ROWS = [
    row for row in ROW.finditer((ROOT / "docs/glossary.md").read_text(encoding="utf-8")) if row["english"] != "English"
]
TERMS = [(row["english"], term) for row in ROWS for term in row["chinese"].split("、")]


def _everything_said() -> str:
    """Return all Chinese words of the rooms, and the content's."""
    said = []
    for path in words.word_files():
        with path.open("rb") as stream:
            said += [str(message.string) for message in read_po(stream, locale="zh_Hans") if message.id]
    content = [*(ROOT / "content").glob("*.csv"), *(ROOT / "content").glob("*.toml")]
    return "\n".join([*said, *(path.read_text(encoding="utf-8") for path in content)])


@pytest.fixture(scope="module")
def said() -> str:
    return _everything_said()


@pytest.mark.parametrize(("english", "chinese"), TERMS, ids=[chinese for _english, chinese in TERMS])
def test_each_chinese_word_of_the_glossary_is_said(said, english, chinese):
    assert chinese in said, english


def test_no_word_stands_for_two_ideas():
    english = Counter(row["english"] for row in ROWS)
    chinese = Counter(
        term for _english, term in TERMS if term != "请假"
    )  # asking for leave gives the mark of that name

    assert len(ROWS) > 50
    assert [word for word, count in (english + chinese).items() if count > 1] == []


def test_the_same_words_are_said_the_same_way_in_every_room():
    """Django joins all catalogues into one, so two ways of saying one string would be a matter of luck."""
    said = defaultdict(dict)
    for path in words.word_files():
        with path.open("rb") as stream:
            for message in read_po(stream, locale="zh_Hans"):
                if message.id:
                    said[message.context, str(message.id)][path.parts[-5]] = str(message.string)

    assert {key: rooms for key, rooms in said.items() if len(set(rooms.values())) > 1} == {}
