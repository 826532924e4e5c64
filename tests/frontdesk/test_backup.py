"""A backup restored on an empty folder gives the same house; without its keys it is refused."""

from __future__ import annotations

import shutil

import pytest

from tests.frontdesk.houses import yexiao
from yexiao.frontdesk import _backup

ADMIN = ("createadmin", "keeper", "--name", "守夜人", "--password", "a-long-quiet-password", "--role", "security")


@pytest.fixture(scope="module")
def old_house(tmp_path_factory):
    """A house with one administrator, and its backup."""
    folder = tmp_path_factory.mktemp("old")
    made = yexiao(*ADMIN, folder=folder)
    assert made.returncode == 0, made.stderr
    backed_up = yexiao("backup", str(folder / "house.backup"), folder=folder)
    assert backed_up.returncode == 0, backed_up.stderr
    assert "keys" in backed_up.stdout
    return folder


def test_a_backup_restored_on_an_empty_folder_knows_its_people(old_house, tmp_path):
    restored = yexiao("restore", str(old_house / "house.backup"), "--keys", str(old_house / "keys"), folder=tmp_path)

    again = yexiao(*ADMIN, folder=tmp_path)

    assert restored.returncode == 0, restored.stderr
    assert again.returncode == 0, "the same name and password are the same account"


def test_a_restore_asks_for_the_keys(old_house, tmp_path):
    answer = yexiao("restore", str(old_house / "house.backup"), folder=tmp_path)

    assert answer.returncode == 2
    assert "--keys" in answer.stderr


def test_a_restore_over_a_living_house_is_refused(old_house, tmp_path):
    copy = tmp_path / "house.backup"
    shutil.copy(old_house / "house.backup", copy)

    answer = yexiao("restore", str(copy), "--keys", str(old_house / "keys"), folder=old_house)

    assert answer.returncode == 2
    assert "not empty" in answer.stderr


def test_a_restore_of_a_missing_file_says_so(tmp_path):
    answer = yexiao("restore", str(tmp_path / "nothing"), folder=tmp_path)

    assert answer.returncode == 2
    assert "no backup" in answer.stderr


def test_a_weak_password_is_refused_in_a_sentence(old_house):
    answer = yexiao("createadmin", "other", "--name", "x", "--password", "short", folder=old_house)

    assert answer.returncode == 2
    assert answer.stderr.strip()


def test_an_unknown_role_is_refused_with_the_known_ones(old_house):
    answer = yexiao(
        "createadmin", "other", "--name", "x", "--password", "long-enough-words", "--role", "king", folder=old_house
    )

    assert answer.returncode == 2
    assert "system, security, audit" in answer.stderr


def test_the_databases_password_is_not_shown_among_the_commands_of_the_machine(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://night:p%40ss:word@db.example:5433/yexiao?sslmode=require")

    shown, hidden = _backup.address()

    assert shown == "postgresql://night@db.example:5433/yexiao?sslmode=require"
    assert hidden == {"PGPASSWORD": "p@ss:word"}


def test_the_embedded_databases_address_is_used_as_it_is(monkeypatch, settings):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert _backup.address() == (settings.EMBEDDED.url, {})
