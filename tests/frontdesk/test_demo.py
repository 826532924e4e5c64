"""The demonstration city, made tiny: it comes out of its seed, stands once, and moves on by its own clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from tests.frontdesk.houses import yexiao
from yexiao.catalogue import api as catalogue
from yexiao.common import clock, randomness
from yexiao.demand import api as demand
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk import _progress, demo
from yexiao.frontdesk.demo import _load
from yexiao.insight import api as insight
from yexiao.places import api as places

TUESDAY_NOON = datetime(2026, 5, 12, 4, tzinfo=UTC)
RESIDENTS, SECTIONS = 150, 8


def quiet(_phase: str, _percent: int) -> None:
    """Show no progress."""


@pytest.fixture
def tiny(monkeypatch):
    """Make the city small: few residents, few classes."""
    monkeypatch.setitem(_load.demo(), "residents", RESIDENTS)
    monkeypatch.setitem(_load.demo()["season"], "sections_per_district", SECTIONS)


def longhua() -> str:
    return _load.paths()[_load.demo()["main_district"]]


def figures() -> dict[str, tuple[float | None, ...]]:
    """Return every figure of every season in the main district, by season and figure."""
    seasons = catalogue.list_seasons(within=longhua())
    tables = [(season.slug, insight.measure(season_id=season.id, within=longhua())) for season in seasons]
    return {slug: tuple(cell.value for cell in table.total.cells.values()) for slug, table in tables}


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_same_seed_gives_the_same_season_and_another_seed_another():
    with clock.standing_at(TUESDAY_NOON):
        first = demo.simulate(residents=100, seed="lamp", tell=quiet)
        call_command("flush", interactive=False, reset_sequences=True, verbosity=0)
        again = demo.simulate(residents=100, seed="lamp", tell=quiet)
        call_command("flush", interactive=False, reset_sequences=True, verbosity=0)
        other = demo.simulate(residents=100, seed="lantern", tell=quiet)

    assert first == again
    assert first != other
    assert [line for line in first if line.startswith("attendances") and not line.endswith(" 0")]


def test_the_city_is_built_once_and_then_moves_on_evening_by_evening(db, tiny):
    assert demo.build(quiet) is True
    before = figures()
    assert demo.build(quiet) is False

    assert figures() == before
    check_what_the_first_page_needs()
    now = clock.now()
    coming = catalogue.list_meetings(between=(now, now + timedelta(days=14)), within=longhua())
    first_day = clock.local_date(min(meeting.starts_at for meeting in coming))
    goal = clock.at_local(first_day + timedelta(days=1), 5)

    demo.advance(goal - now, quiet)

    assert timedelta(0) <= clock.now() - goal < timedelta(minutes=2)
    met = {meeting.id for meeting in coming if clock.local_date(meeting.starts_at) == first_day}
    assert {meeting.state for meeting in catalogue.list_meetings(ids=sorted(met))} == {"held"}
    later = [meeting.id for meeting in coming if meeting.id not in met]
    assert {meeting.state for meeting in catalogue.list_meetings(ids=later)} == {"planned"}
    assert enrolment.check_counters() == []


def check_what_the_first_page_needs() -> None:
    """A season over, one that runs, one to plan, openings of every kind, the district on the list of those loaded."""
    last, this, coming = sorted(catalogue.list_seasons(within=longhua()), key=lambda season: season.starts_date)
    over = insight.measure(season_id=last.id, within=longhua()).total.cells
    openings = enrolment.list_openings(season_id=this.id)
    progress = _progress.describe()
    assert last.ends_date < clock.local_date(clock.now()) <= this.ends_date
    assert over["attendances"].value > 0
    assert clock.local_date(clock.now()) < coming.starts_date
    assert demand.survey_demand(season_id=coming.id, within=longhua()).total.asked > 0
    assert catalogue.list_sections(season_id=coming.id) == []
    assert {opening.state for opening in enrolment.list_openings(season_id=last.id)} >= {"decided"}
    assert {("draw", "open"), ("first_come", "announced")} <= {(each.policy, each.phase) for each in openings}
    assert progress is not None
    assert [unit.path for unit in progress.done] == [longhua()]
    assert progress.percent == 100 // len(places.list_units(level="district"))


def test_a_step_back_or_in_words_is_refused(tmp_path):
    answer = yexiao("demo", "--advance", "yesterday", folder=tmp_path)

    assert answer.returncode == 2
    assert "30m, 2h, 1d or 3w" in answer.stderr


def test_simulate_prints_the_figures_of_a_whole_season(tmp_path):
    answer = yexiao("simulate", "--residents", "100", "--seed", "7", folder=tmp_path)

    assert answer.returncode == 0, answer.stderr
    lines = dict(line.split(maxsplit=1) for line in answer.stdout.splitlines())
    assert list(lines) == [figure.key for figure in insight.FIGURES]
    assert int(lines["attendances"].replace(",", "")) > 0
    assert list(tmp_path.iterdir()) == []


def test_secret_bytes_can_be_repeated_only_inside_a_simulation():
    with randomness.coming_from("lamp"):
        first = randomness.token_bytes(32)
    with randomness.coming_from("lamp"):
        again = randomness.token_bytes(32)

    assert first == again
    assert randomness.token_bytes(32) != randomness.token_bytes(32)
