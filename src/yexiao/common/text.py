"""Text from outside, and text for searching and sorting: character bigrams and pinyin keys.

No ready word segmenter knows 提示词 or 大模型, and trigram indexes miss
two-character words, so Chinese runs are indexed as overlapping pairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

HAN_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
WORD_RUN = re.compile(r"[a-z0-9]+")
LONGEST_ID = 18  # digits; a bigint has nineteen


def bigrams(text: str) -> list[str]:
    """Return the search tokens of a text: Chinese pairs (single characters too) and Latin words, in lower case.

    >>> bigrams("夜校 AI 课")
    ['夜', '校', '夜校', '课', 'ai']
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    tokens = [token for run in HAN_RUN.findall(folded) for token in _han_tokens(run)]
    return list(dict.fromkeys([*tokens, *WORD_RUN.findall(folded)]))


def query_tokens(text: str) -> list[str]:
    """Return the tokens a query must all match: Chinese pairs (or a lone one), Latin words as prefixes (`ai:*`)."""
    folded = unicodedata.normalize("NFKC", text).lower()
    han = [token for run in HAN_RUN.findall(folded) for token in _query_han(run)]
    return list(dict.fromkeys([*han, *(f"{word}:*" for word in WORD_RUN.findall(folded))]))


def read_id(text: str) -> int | None:
    """Return the number that a request's text writes in plain digits; None if it is none that an id could be."""
    is_id = text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID
    return int(text) if is_id else None


def is_storable(text: str) -> bool:
    """Tell whether PostgreSQL has a place for the text; it has none for the character NUL."""
    return "\0" not in text


def pinyin_key(text: str) -> str:
    """Return the key that sorts Chinese as people expect it, toneless pinyin with spaces."""
    from pypinyin import lazy_pinyin

    return " ".join(part.strip().lower() for part in lazy_pinyin(text) if part.strip())


def _han_tokens(run: str) -> Iterator[str]:
    yield from run
    yield from _pairs(run)


def _query_han(run: str) -> Iterator[str]:
    return iter([run]) if len(run) == 1 else _pairs(run)


def _pairs(run: str) -> Iterator[str]:
    return (run[i : i + 2] for i in range(len(run) - 1))
