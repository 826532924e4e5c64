"""The settings: documented one by one, refused in words when bad, and without a warning in production."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from yexiao.common import env

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
PAGE = (ROOT / "docs/howto/settings.md").read_text()
READ = re.compile(r"env\.\w+\(\s*\"(\w+)\"|environ(?:\.get\(|\[)\s*\"(\w+)\"(?!\] =)")
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}
BAD = {
    "DATABASE_URL": ("mysql://u@h/n", "postgresql://user:password@host:port/name"),
    "DATABASE_POOL": ("1", "a whole number from 2 to 200"),
    "STATEMENT_SECONDS": ("0", "a whole number from 1 to 3600"),
    "BASE_URL": ("night.example.org", "https://"),
    "PORT": ("80a", "a whole number from 1 to 65535"),
    "BEHIND_PROXY": ("maybe", "1, true, yes, on, 0, false, no, off"),
    "WEB_WORKERS": ("0", "a whole number from 1 to 32"),
    "WEB_THREADS": ("65", "a whole number from 1 to 64"),
    "WORKER_CONCURRENCY": ("-1", "a whole number from 1 to 32"),
    "WORKER_SILENT_SECONDS": ("1", "a whole number from 2 to 600"),
    "TIME_ZONE": ("Shenzhen", "Asia/Shanghai"),
    "DEMO": ("2", "1, true, yes, on, 0, false, no, off"),
    "DEBUG": ("ja", "1, true, yes, on, 0, false, no, off"),
    "LOG_LEVEL": ("loud", "DEBUG, INFO, WARNING, ERROR"),
    "SMS_BACKEND": ("pigeon", "console"),
    "SECRET_KEY": ("short", "50"),
}
FREE = {"DATA_DIR", "CONTENT_DIR", "POSTGRES_BIN", "HOST", "ALLOWED_HOSTS", "SMS_SENDER_NAME"}
"""Variables whose every value can be used, or fails where it is used, with words of its own."""


def read_settings(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, with these variables and no other of ours."""
    ours = documented()
    kept = {name: value for name, value in os.environ.items() if name not in ours | NOT_OURS}
    command = command or ("-c", "import yexiao.config.settings")
    return subprocess.run(
        [sys.executable, *command],
        env=kept | {"DATA_DIR": str(folder), "PYTHONPATH": str(ROOT / "src")} | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def documented() -> set[str]:
    """Return the variables that have a row in the page."""
    return set(re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.MULTILINE))


def variables_read() -> set[str]:
    """Return the variables that the sources read."""
    return {one or other for path in SOURCES for one, other in READ.findall(path.read_text())} - NOT_OURS


def test_the_page_lists_the_variables_that_are_read_and_no_other():
    assert documented() == variables_read()


def test_every_variable_has_a_bad_value_here_or_takes_any():
    assert documented() == set(BAD) | FREE


@pytest.mark.parametrize("name", BAD)
def test_a_bad_value_stops_the_process_and_names_the_variable_and_what_is_allowed(tmp_path, name):
    value, allowed = BAD[name]

    done = read_settings(tmp_path, **{name: value})

    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert last.startswith(f"{env.BadSetting.__module__}.BadSetting: {name}=")
    assert allowed in last
    assert name == "SECRET_KEY" or repr(value) in last


@pytest.mark.parametrize("variables", [{}, {"BEHIND_PROXY": "1"}, {"DATABASE_URL": "postgresql://u:p@db/yexiao"}])
def test_production_settings_give_no_warning(tmp_path, variables):
    command = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    done = read_settings(tmp_path, *command, BASE_URL="https://night.example.org", **variables)

    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


def test_the_allowed_values_of_the_page_are_those_of_the_settings():
    for name, (_, allowed) in BAD.items():
        [row] = re.findall(rf"^\| `{name}` .*$", PAGE, flags=re.MULTILINE)
        assert set(re.findall(r"\w+", allowed)) <= set(re.findall(r"\w+", row)), name
