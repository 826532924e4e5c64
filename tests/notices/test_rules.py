"""How long a refused message waits."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from yexiao.notices import _rules


def test_the_first_pauses_double_from_a_minute_to_an_hour():
    minutes = [_rules.pause_after(tries) / timedelta(minutes=1) for tries in range(1, 9)]

    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60]


@given(st.integers(1, 40_000))
def test_a_pause_never_shrinks_and_never_exceeds_an_hour(tries):
    assert _rules.pause_after(tries) <= _rules.pause_after(tries + 1) <= timedelta(hours=1)
