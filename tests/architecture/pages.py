"""Reading a page as a person does: the words on it, and what must never be among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

SPOKEN = frozenset({"alt", "aria-label", "placeholder", "title", "data-say", "content-label"})
SILENT = frozenset({"script", "style", "code", "svg"})
EMPTY = frozenset({"meta", "link", "input", "img", "br", "hr", "use", "path", "rect", "circle", "line"})


class Reader(HTMLParser):
    """Collects the words a page shows or says: its text, and the attributes that are read out.

    Words marked with a language of their own (`lang`) are left out: they are
    meant for whoever reads that one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.code = ""
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an opening tag says."""
        named = dict(attrs)
        self.code = named.get("data-code") or self.code
        is_silent = tag in SILENT or (tag != "html" and "lang" in named)
        if not self._is_silent() and not is_silent:
            self.words += [value for name, value in attrs if name in SPOKEN and value]
        if tag not in EMPTY:
            self._open.append((tag, is_silent))

    def handle_endtag(self, tag: str) -> None:
        """Close the element, with everything left open inside it."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note the text."""
        text = " ".join(data.split())
        if text and not self._is_silent():
            self.words.append(text)

    def _is_silent(self) -> bool:
        return any(is_silent for _, is_silent in self._open)


def read(page: str) -> list[str]:
    """Return the page's words, piece by piece; without the code a refusal tells on purpose."""
    reader = Reader()
    reader.feed(page)
    return [piece.replace(reader.code, "") if reader.code else piece for piece in reader.words]


def raw_codes(pieces: list[str], *, rooms: frozenset[str], values: frozenset[str]) -> Iterator[str]:
    """Yield what only programs should see: codes of rooms, and stored values in place of their words."""
    code = re.compile(rf"\b(?:{'|'.join(sorted(rooms))})\.[a-z]\w*")
    for piece in pieces:
        bare = re.sub(r"[\w./:-]*(?:https?://|/)[\w./:?=&%-]*|\S+@\S+", " ", piece)
        yield from code.findall(bare)
        yield from re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", bare)
        yield from re.findall(r"%\(\w+\)[sd]|\{\{|\{%", bare)
        if bare.strip() in values:
            yield bare.strip()


def english_in(pieces: list[str], *, known: frozenset[str]) -> Iterator[str]:
    """Yield runs of two or more English words, or single ones that have a translation, in Chinese pieces."""
    for piece in pieces:
        yield from re.findall(r"[A-Za-z][A-Za-z'’]+(?:[ ,]+[A-Za-z][A-Za-z'’]+)+", piece)
        if piece in known:
            yield piece


def chinese_in(pieces: list[str]) -> Iterator[str]:
    """Yield Chinese in English pieces, save the name of the language itself."""
    for piece in pieces:
        if piece != "中文":
            yield from re.findall(r"[\u3400-\u9fff]+", piece)
