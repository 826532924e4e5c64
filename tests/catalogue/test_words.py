"""Every refusal of places and the catalogue has words in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.catalogue.factories import BEFORE
from yexiao.catalogue import api as catalogue
from yexiao.common import phrases
from yexiao.places import api as places

REFUSALS = [
    catalogue.RoomTaken(meeting_id=1, section_code="longhua-001", starts_at=BEFORE, index=0),
    catalogue.LecturerTaken(meeting_id=1, section_code="longhua-001", starts_at=BEFORE, index=0),
    catalogue.RoomClosed(room_id=1, weekday=5),
    catalogue.RoomTooSmall(capacity=31, seats=30, room_id=1),
    catalogue.SeasonTooShort(evenings=8, meetings=9, course_id=1),
    catalogue.MeetingOver(meeting_id=1),
    catalogue.SectionOver(section_code="longhua-001"),
    catalogue.UnknownName(name="juggling"),
    places.TerritoryBroken(unit="440309999", parent="4403"),
    places.UnknownName(name="999"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_a_refusal_says_what_happened_and_what_to_do(refusal):
    with translation.override("en"):
        english = phrases.say(refusal)
    with translation.override("zh-hans"):
        chinese = phrases.say(refusal)

    assert "%(" not in english.what + english.then + chinese.what + chinese.then
    assert english.what != chinese.what
    assert english.then != chinese.then


@pytest.mark.parametrize("words", [catalogue.KINDS, catalogue.LEVELS, catalogue.FEES])
def test_kinds_levels_and_fees_have_chinese_words(words):
    for word in words.values():
        with translation.override("en"):
            english = str(word)
        with translation.override("zh-hans"):
            assert str(word) != english


def test_every_kind_of_the_catalogue_has_words():
    from yexiao.catalogue.models import FeeKind, Kind

    assert set(catalogue.KINDS) == set(Kind.values)
    assert set(catalogue.FEES) == set(FeeKind.values)
