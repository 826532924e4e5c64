"""The exchange files: read strictly, written canonically, verified against tampering."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings

from tests.enrolment.draw_instances import draw_of, draws, evening, in_order, section
from yexiao.enrolment._draw import (
    Draw,
    DrawError,
    EntryError,
    Person,
    Section,
    VerificationError,
    canonical_json,
    draw_file,
    entries_digest,
    read_draw,
    run_draw,
    seed_hash,
    verify_file,
    write_draw,
    write_result,
)

ROOT = Path(__file__).parents[2]


def small_draw() -> Draw:
    ann, bob, cat = in_order(3)
    sections = [
        section("x", 1, course="drones", meetings=[evening(0)], firm=1),
        section("y", 1, course="提示词", meetings=[evening(1)]),
    ]
    return draw_of(sections, [Person(ann, ("x", "y")), Person(bob, ("y", "x"), ("firm",), 2), Person(cat, ("y",))])


def schema(name: str) -> Any:
    text = (ROOT / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.validator_for(json.loads(text))


@settings(max_examples=60, deadline=None)
@given(draws())
def test_files_keep_everything_and_follow_their_schemas(draw):
    content, result = write_draw(draw), b"".join(write_result(run_draw(draw)))

    assert read_draw(content) == draw
    assert schema("yexiao-draw-1").is_valid(json.loads(content))
    assert schema("yexiao-draw-result-1").is_valid(json.loads(result))


@settings(max_examples=60, deadline=None)
@given(draws())
def test_result_is_written_canonically_with_the_digest_of_the_rest(draw):
    result = run_draw(draw)

    content = b"".join(write_result(result))

    claimed = json.loads(content)
    assert content == canonical_json(claimed) + b"\n"
    digest = claimed.pop("digest")
    assert digest == result.digest == seed_hash(canonical_json(claimed))


def test_draw_then_verify_agree(tmp_path):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_bytes(write_draw(small_draw()))

    result = draw_file(source, target)

    assert verify_file(source, target) == result == run_draw(small_draw())
    assert sorted(tmp_path.iterdir()) == [source, target]


def test_published_example_stays_what_it_is(tmp_path):
    example = ROOT / "docs" / "howto" / "draw-example.json"

    draw_file(example, tmp_path / "out.json")

    published = ROOT / "docs" / "howto" / "draw-example-result.json"
    assert (tmp_path / "out.json").read_bytes() == published.read_bytes()


def test_entries_digest_is_that_of_the_files_people():
    draw = small_draw()

    people = json.loads(write_draw(draw))["people"]

    assert entries_digest(draw.people) == seed_hash(canonical_json(people))


def spoil(change: Callable[[dict[str, Any]], Any]) -> bytes:
    data = json.loads(write_draw(small_draw()))
    change(data)
    return json.dumps(data).encode()


BAD_ENTRIES = [
    (lambda d: d.pop("beacon"), "beacon", "missing"),
    (lambda d: d.update(format="yexiao-draw/2"), "format", "unknown_format"),
    (lambda d: d.update(seats_per_person=0), "seats_per_person", "too_small"),
    (lambda d: d.update(seed="abc"), "seed", "wrong_kind"),
    (lambda d: d.update(seed="ab"), "seed_hash", "seed_mismatch"),
    (lambda d: d.update(people={}), "people", "wrong_kind"),
    (lambda d: d["people"].append(7), "people[3]", "wrong_kind"),
    (lambda d: d["people"][1].update(id=d["people"][0]["id"]), "people[1].id", "repeated_id"),
    (lambda d: d["people"][1].update(id=""), "people[1].id", "wrong_kind"),
    (lambda d: d["people"][1].update(id="\ud800"), "people[1].id", "not_utf8"),
    (lambda d: d["people"][1].pop("losses"), "people[1].losses", "missing"),
    (lambda d: d["people"][1].update(losses=-1), "people[1].losses", "too_small"),
    (lambda d: d["people"][1].update(losses=True), "people[1].losses", "wrong_kind"),
    (lambda d: d["people"][1].update(losses=1.0), "people[1].losses", "wrong_kind"),
    (lambda d: d["people"][1]["choices"].append("z"), "people[1].choices[2]", "unknown_section"),
    (lambda d: d["people"][1]["choices"].append("y"), "people[1].choices[2]", "repeated_choice"),
    (lambda d: d["people"][1]["choices"].append(None), "people[1].choices[2]", "wrong_kind"),
    (lambda d: d["people"][1]["pools"].append("firm"), "people[1].pools[1]", "repeated_pool"),
    (lambda d: d["sections"][1].update(id="x"), "sections[1].id", "repeated_id"),
    (lambda d: d["sections"][1].update(capacity=-1), "sections[1].capacity", "too_small"),
    (lambda d: d["sections"][0]["pools"][0].update(seats=-1), "sections[0].pools[0].seats", "too_small"),
    (
        lambda d: d["sections"][0]["pools"].append({"name": "firm", "seats": 1}),
        "sections[0].pools[1].name",
        "repeated_pool",
    ),
    (lambda d: d["sections"][0]["meetings"][0].pop(), "sections[0].meetings[0]", "wrong_kind"),
    (lambda d: d["sections"][0]["meetings"][0].reverse(), "sections[0].meetings[0]", "empty_meeting"),
    (
        lambda d: d["sections"][0]["meetings"].append(["2026-12-04T19:00:00", "2026-12-04T21:00:00"]),
        "sections[0].meetings[1][0]",
        "wrong_kind",
    ),
    (
        lambda d: d["sections"][0]["meetings"].append(["2026-13-04T19:00:00Z", "2026-12-04T21:00:00Z"]),
        "sections[0].meetings[1][0]",
        "wrong_kind",
    ),
]


@pytest.mark.parametrize(("change", "entry", "code"), BAD_ENTRIES, ids=[f"{e} {c}" for _, e, c in BAD_ENTRIES])
def test_a_bad_entry_is_named_and_nothing_is_written(tmp_path, change, entry, code):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_bytes(spoil(change))

    with pytest.raises(EntryError) as caught:
        draw_file(source, target)

    assert (str(caught.value).split(": ")[0], caught.value.code, caught.value.exit_code) == (entry, code, 2)
    assert not target.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff{}", b"[" * 100_000, b'{"a": NaN}', b"[1" + b"0" * 5000 + b"]"])
def test_what_is_not_json_is_refused(tmp_path, content):
    (tmp_path / "in.json").write_bytes(content)

    with pytest.raises(EntryError, match=r"^the file: "):
        draw_file(tmp_path / "in.json", tmp_path / "out.json")


def test_a_file_that_cannot_be_read_or_written_is_named(tmp_path):
    (tmp_path / "in.json").write_bytes(write_draw(small_draw()))

    with pytest.raises(EntryError, match=r"^\.\./none\.json: cannot be read"):
        draw_file("../none.json", tmp_path / "out.json")
    with pytest.raises(EntryError, match=r"none\.json: cannot be read"):
        draw_file(tmp_path / "none.json", tmp_path / "out.json")
    with pytest.raises(EntryError, match=r"out\.json: cannot be written"):
        draw_file(tmp_path / "in.json", tmp_path / "none" / "out.json")


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ({"seed": b""}, "seed"),
        ({"seats_per_person": 0}, "seats_per_person"),
        ({"people": (Person("p", (), (), -1),)}, "people[0].losses"),
        ({"sections": (Section("x", "c", -1),), "people": ()}, "sections[0].capacity"),
        (
            {"sections": (Section("x", "c", 1, ((datetime(2026, 12, 4), datetime(2026, 12, 5)),)),), "people": ()},
            "sections[0].meetings[0]",
        ),
    ],
)
def test_records_made_without_a_file_are_checked_too(change, entry):
    with pytest.raises(EntryError) as caught:
        run_draw(replace(small_draw(), **change))

    assert str(caught.value).split(": ")[0] == entry


def test_fields_the_format_does_not_know_are_passed_over():
    content = spoil(lambda d: d.update(beacon_source="the lottery of 1 December"))

    assert read_draw(content) == small_draw()


TAMPERED = [
    (lambda r: r["seats"].pop(), "seats[1]"),
    (lambda r: r["seats"].append({**r["seats"][0]}), "seats[2]"),
    (lambda r: r["seats"][0].update(section="z"), "seats[0]"),
    (lambda r: r["order"].reverse(), "order[0]"),
    (lambda r: r["unseated"][0].update(reason="no_choice"), "unseated[0]"),
    (lambda r: r.update(digest="0" * 64), "digest"),
    (lambda r: r.update(seats="many"), "seats"),
    (lambda r: r.update(note="the mayor's cousin"), "the file"),
    (lambda r: r["seats"][0].update(choice=1.0), "the file"),
]


@pytest.mark.parametrize(("change", "entry"), TAMPERED)
def test_verification_names_the_first_difference(tmp_path, change, entry):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_bytes(write_draw(small_draw()))
    draw_file(source, target)
    claimed = json.loads(target.read_bytes())
    change(claimed)
    target.write_text(json.dumps(claimed), encoding="utf-8")

    with pytest.raises(VerificationError) as caught:
        verify_file(source, target)

    assert (str(caught.value).split(": ")[0], caught.value.exit_code) == (entry, 1)


def test_verification_fails_for_a_seed_that_was_not_promised(tmp_path):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_bytes(write_draw(small_draw()))
    draw_file(source, target)
    source.write_bytes(spoil(lambda data: data.update(seed="ab")))

    with pytest.raises(VerificationError, match=r"^seed_hash: "):
        verify_file(source, target)


def test_verifying_a_result_without_a_field_names_it(tmp_path):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_bytes(write_draw(small_draw()))
    target.write_bytes(b"{}")

    with pytest.raises(DrawError, match=r"^format: is missing"):
        verify_file(source, target)
