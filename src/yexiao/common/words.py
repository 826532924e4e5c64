"""Compile the rooms' Chinese words: `.po` beside the code, `.mo` made on this machine without a system tool."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def word_files() -> Iterator[Path]:
    """Yield every room's `django.po`."""
    yield from sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_words() -> int:
    """Write the `.mo` beside every `.po` that is newer; return how many were written.

    The file is written aside and renamed, so a process starting meanwhile
    reads a whole one.
    """
    stale = [path for path in word_files() if _is_stale(path)]
    for path in stale:
        _compile(path)
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


def _compile(path: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as source:
        catalogue = read_po(source, locale="zh_Hans")
    draft = path.with_suffix(".mo.new")
    with draft.open("wb") as target:
        write_mo(target, catalogue)
    draft.replace(path.with_suffix(".mo"))
