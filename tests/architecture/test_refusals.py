"""Every refusal can be told: its code names its room, is its own, and has Chinese and English words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from yexiao.common import phrases
from yexiao.common.refusals import Refusal


def all_refusals() -> list[type[Refusal]]:
    """Return every refusal with a code of its own; the others say what they inherit."""
    return sorted({kind for kind in _below(Refusal) if "code" in vars(kind)}, key=lambda kind: kind.code)


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("yexiao."):
            yield child
        yield from _below(child)


@pytest.mark.parametrize("kind", all_refusals(), ids=lambda kind: kind.__qualname__)
def test_a_refusal_has_a_code_of_its_room_and_words(kind):
    room = kind.__module__.split(".")[1]

    assert re.fullmatch(rf"{room}\.[a-z_]+", kind.code)
    assert phrases.knows(kind.code)
    assert 400 <= kind.status < 600


def test_no_two_refusals_share_a_code():
    codes = [kind.code for kind in all_refusals()]

    assert len(codes) == len(set(codes))
