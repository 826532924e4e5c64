"""Numbers and names as people type them."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from yexiao.people import _rules

DIGITS = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
PREFIXES = st.sampled_from(["", "+86", "86", "0086", "+86 ", "(+86)"])
GAPS = st.lists(st.sampled_from(["", " ", "-", "\u3000", "–", "."]), min_size=11, max_size=11)


@given(DIGITS, PREFIXES, GAPS)
def test_a_number_reads_the_same_with_any_prefix_and_gaps(digits, prefix, gaps):
    typed = prefix + "".join(digit + gap for digit, gap in zip(digits, gaps, strict=True))

    assert _rules.normalise_phone(typed) == "+86" + digits


@given(DIGITS)
def test_reading_a_number_twice_changes_nothing(digits):
    number = _rules.normalise_phone(digits)

    assert _rules.normalise_phone(number) == number


@given(DIGITS)
def test_a_masked_number_hides_the_middle_four_digits(digits):
    masked = _rules.mask_phone("+86" + digits)

    assert (masked[:3], masked[3:7], masked[7:], len(masked)) == (digits[:3], "****", digits[7:], 11)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text):
    with suppress(_rules.PhoneUnreadable):
        assert len(_rules.normalise_phone(text)) == 14


@given(st.text("aZ.0 \u3000\uff21\uff5a王慧ß", max_size=30))
def test_folding_a_user_name_twice_changes_nothing(text):
    once = _rules.fold_username(text)

    assert _rules.fold_username(once) == once
