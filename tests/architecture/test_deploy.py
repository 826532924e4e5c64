"""The production example against the product: every variable it sets is read, every command it runs exists."""

from __future__ import annotations

import re
from pathlib import Path

from typer.main import get_command

from yexiao.frontdesk.cli import cli

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def test_every_variable_of_the_example_is_a_setting():
    settings = (ROOT / "src/yexiao/config/settings.py").read_text(encoding="utf-8")
    known = {"POSTGRES_BIN", *re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings)}
    example = (DEPLOY / "yexiao.env.example").read_text(encoding="utf-8")
    used = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))

    assert len(used) > 8
    assert used - known == set()


def test_every_command_of_the_units_exists():
    commands = set(get_command(cli).commands)
    units = [path.read_text(encoding="utf-8") for path in DEPLOY.glob("systemd/*.service")]
    started = {name for unit in units for name in re.findall(r"/bin/yexiao (\w+)", unit)}

    assert started == {"serve", "worker", "backup"}
    assert started <= commands
