"""The walls: every room has its contracts, one door, and no foreign key that is read across rooms."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/yexiao"
OPEN_TO_ALL = {"common", "config"}
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py") if path.parent.name not in OPEN_TO_ALL)


def contracts() -> list[dict]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_stands_in_the_layers(room):
    [layers] = [contract for contract in contracts() if contract["id"] == "layers"]

    assert room in layers["layers"]
    assert layers["exhaustive"] is True


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "frontdesk"])
def test_every_room_is_entered_by_its_door(room):
    [door] = [contract for contract in contracts() if contract["id"] == f"door-{room}"]

    assert door["protected_modules"] == [f"yexiao.{room}"]
    assert f"** -> yexiao.{room}.api" in door["ignore_imports"]


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "frontdesk"])
def test_a_door_is_docstring_imports_and_all_alone(room):
    tree = ast.parse((PACKAGE / room / "api.py").read_text())

    kinds = {type(node) for node in tree.body[1:]}

    assert ast.get_docstring(tree)
    assert kinds == {ast.ImportFrom, ast.Assign}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_promises(room):
    assert (PACKAGE / room / "README.md").read_text().strip()


def test_foreign_keys_between_rooms_are_strings_without_a_way_back():
    broken = [
        f"{field.model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.fields
        if field.is_relation
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
    ]

    assert broken == []


def test_no_file_names_a_path_of_a_machine_or_the_host_of_an_index():
    told = re.compile(r"/(?:work|root|home)/[a-z]|pypi\.org|files\.pythonhosted|registry\.npmjs")
    tracked = [path for path in ROOT.rglob("*") if path.is_file() and is_ours(path)]

    found = [str(path.relative_to(ROOT)) for path in tracked if told.search(path.read_text(errors="ignore"))]

    assert found == []


def is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    skipped = {".git", ".venv", "var", "__pycache__", "vendor", ".mypy_cache", ".ruff_cache", ".hypothesis"}
    return not skipped.intersection(parts) and path != Path(__file__).resolve() and path.suffix not in {".mo", ".png"}
