"""Three programs, one result: plain loops, compiled loops, and the verifier a newspaper would run."""

from __future__ import annotations

import importlib.util
import json
import random
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings

from tests.enrolment.draw_instances import draws, evening
from yexiao.enrolment._draw import Draw, Person, Pool, Section, draw_file, run_draw, write_draw, write_result

VERIFIER = Path(__file__).parents[2] / "docs" / "howto" / "verify_draw.py"


@cache
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_draw", VERIFIER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def street(*, seed: int, people: int, sections: int, seats_per_person: int) -> Draw:
    """A street's draw: popular sections first, three pools, evenings over two weeks."""
    pick = random.Random(seed)
    pools = ("job-seekers", "residents", "firm")
    names = [f"section {at}" for at in range(sections)]
    offered = tuple(
        Section(
            name,
            f"course {at % (sections // 2)}",
            pick.randint(0, 25),
            (evening(pick.randrange(14), start=pick.choice([0, 1])),),
            tuple(Pool(pool, pick.randint(0, 12)) for pool in pick.sample(pools, pick.randint(0, 3))),
        )
        for at, name in enumerate(names)
    )
    asking = tuple(
        Person(
            f"居民{at}",
            tuple(dict.fromkeys(names[int(sections * pick.random() ** 2)] for _ in range(8))),
            tuple(pick.sample(pools, pick.randint(0, 2))),
            pick.randint(0, 5),
        )
        for at in range(people)
    )
    return Draw(offered, asking, pick.randbytes(32), "2026-12-01: 03 08 17", seats_per_person)


@settings(max_examples=150, deadline=None)
@given(draws())
def test_plain_and_compiled_loops_and_the_verifier_agree_on_small_draws(draw):
    plain, compiled = (b"".join(write_result(run_draw(draw, compiled=way))) for way in (False, True))

    assert plain == compiled
    assert json.loads(plain) == verifier().recompute(json.loads(write_draw(draw)))


@pytest.mark.parametrize("seats_per_person", [1, 2, 3])
def test_plain_and_compiled_loops_and_the_verifier_agree_on_a_streets_draw(seats_per_person):
    draw = street(seed=seats_per_person, people=300, sections=40, seats_per_person=seats_per_person)

    plain, compiled = (b"".join(write_result(run_draw(draw, compiled=way))) for way in (False, True))

    assert plain == compiled
    assert json.loads(plain) == verifier().recompute(json.loads(write_draw(draw)))
    assert {seat["round"] for seat in json.loads(plain)["seats"]} == set(range(1, seats_per_person + 1))


def test_the_verifier_runs_alone_and_says_whether_a_result_is_right(tmp_path):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_bytes(write_draw(street(seed=9, people=60, sections=6, seats_per_person=2)))
    draw_file(source, target)
    command = [sys.executable, "-I", "-S", VERIFIER, source, target]

    right = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    target.write_text(target.read_text(encoding="utf-8").replace('"round":1', '"round":2', 1), encoding="utf-8")
    wrong = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert (right.returncode, right.stdout) == (0, "ok\n")
    assert wrong.returncode == 1


def test_the_verifier_stays_short_and_needs_nothing_installed():
    lines = VERIFIER.read_text(encoding="utf-8").splitlines()

    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert len(lines) <= 80
    assert imported <= sys.stdlib_module_names


def test_a_small_draw_loads_neither_numba_nor_django():
    source = Path(__file__).parents[2] / "src"
    code = (
        f"import sys; sys.path.insert(0, {str(source)!r});"
        "from yexiao.enrolment import _draw as d;"
        "d.run_draw(d.Draw((d.Section('x', 'c', 1),), (d.Person('p', ('x',)),), b's'));"
        "print({'numba', 'django'} & {*sys.modules})"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout == "set()\n"
