"""The command line: every command explains itself, and exit codes say how it went."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from yexiao.frontdesk.cli import cli

COMMANDS = [
    "backup",
    "check",
    "check-plan",
    "createadmin",
    "demo",
    "draw",
    "plan",
    "restore",
    "serve",
    "simulate",
    "verify-draw",
    "worker",
]
DRAW = {
    "format": "yexiao-draw/1",
    "seats_per_person": 1,
    "seed_hash": "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a",
    "seed": "01020304",
    "beacon": "",
    "sections": [{"id": "s", "course": "c", "capacity": 1, "meetings": [], "pools": []}],
    "people": [{"id": name, "choices": ["s"], "pools": [], "losses": 0} for name in ("ann", "bo")],
}


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def write(folder, name, data):
    path = folder / name
    path.write_text(json.dumps(data))
    return path


def test_the_commands_are_these():
    names = sorted(command.name or command.callback.__name__ for command in cli.registered_commands)

    assert names == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command):
    answer = run(command, "--help")

    assert answer.exit_code == 0
    assert "Usage" in answer.output


def test_a_draw_is_run_and_verified_without_a_database(tmp_path):
    source, target = write(tmp_path, "in.json", DRAW), tmp_path / "out.json"

    drawn = run("draw", source, target)
    verified = run("verify-draw", source, target)

    assert (drawn.exit_code, verified.exit_code) == (0, 0)
    assert len(json.loads(target.read_text())["seats"]) == 1


def test_a_tampered_result_fails_the_verification(tmp_path):
    source, target = write(tmp_path, "in.json", DRAW), tmp_path / "out.json"
    run("draw", source, target)
    result = json.loads(target.read_text())
    [seat] = result["seats"]
    seat["person"] = "bo" if seat["person"] == "ann" else "ann"

    answer = run("verify-draw", source, write(tmp_path, "changed.json", result))

    assert answer.exit_code == 1


def test_a_draw_with_an_unknown_choice_names_the_entry(tmp_path):
    people = [{"id": "ann", "choices": ["nowhere"], "pools": [], "losses": 0}]

    answer = run("draw", write(tmp_path, "in.json", DRAW | {"people": people}), tmp_path / "out.json")

    assert answer.exit_code == 2
    assert "people[0].choices[0]" in answer.output


def test_a_plan_is_made_and_checked_without_a_database(tmp_path):
    source, target = write(tmp_path, "in.json", season()), tmp_path / "out.json"

    planned = run("plan", source, target, "--iterations", 5)
    checked = run("check-plan", source, target)

    assert (planned.exit_code, checked.exit_code) == (0, 0)
    assert json.loads(target.read_text())["sections"][0]["served"] == [["w", 3]]


def test_a_plan_that_claims_more_than_it_serves_fails_the_check(tmp_path):
    source, target = write(tmp_path, "in.json", season()), tmp_path / "out.json"
    run("plan", source, target, "--iterations", 5)
    result = json.loads(target.read_text())
    result["value"] += 1

    answer = run("check-plan", source, write(tmp_path, "changed.json", result))

    assert answer.exit_code == 1


def test_a_season_that_names_an_unknown_venue_is_refused_in_one_sentence(tmp_path):
    broken = season()
    broken["rooms"][0]["venue"] = "nowhere"

    answer = run("plan", write(tmp_path, "in.json", broken), tmp_path / "out.json")

    assert answer.exit_code == 2
    assert "nowhere" in answer.output


def season():
    """One centre, one room, one lecturer and three people who wish the one course on Friday."""
    here = {"lat": 22.7, "lon": 114.0}
    return {
        "format": "yexiao-plan/1",
        "slots": [{"id": "fri", "evening": "fri"}],
        "venues": [{"id": "v", **here, "street": "s", "district": "d"}],
        "rooms": [{"id": "r", "venue": "v", "capacity": 10, "equipment": [], "slots": ["fri"], "cost": 0}],
        "courses": [{"id": "c", "equipment": [], "min": 2, "max": 10, "fee": "free", "cost": 0}],
        "lecturers": [{"id": "l", "courses": ["c"], "slots": ["fri"], "max": 1, **here, "reach_km": 10, "cost": 0}],
        "wishes": [{"id": "w", **here, "street": "s", "course": "c", "slots": ["fri"], "people": 3, "weight": 10}],
        "rules": {
            "reach_km": 5,
            "km_penalty": 1,
            "budget": None,
            "free_share": 0,
            "street_floor": 0,
            "street_penalty": 0,
            "max_sections": None,
            "reserve": 0,
        },
        "pins": [],
        "forbid": [],
        "previous": [],
    }
