"""One served house for all journeys of a run: a city of its own, web, worker, a browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.frontdesk import houses
from tests.journeys.visitor import Visitor

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
collect_ignore_glob = [] if CHROMIUM else ["test_[!c]*.py"]  # test_chromium.py says once that they are left out
PASSWORD = "lamplight-at-19"


@dataclass(frozen=True)
class House:
    """The served house: its address; for each way to look a class with one free seat, a meeting and a season."""

    base: str
    small: list[str]
    tonight: list[dict]
    seasons: list[int]


@pytest.fixture(scope="session")
def house(tmp_path_factory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    port = houses.free_port()
    settings = {
        "DATABASE_URL": _new_database(),
        "DEMO": "1",
        "PORT": str(port),
        "DATABASE_POOL": "6",
        "DJANGO_SETTINGS_MODULE": "yexiao.config.settings",
        "PYTHONPATH": f"{houses.ROOT / 'src'}:{houses.ROOT}",
    }
    facts = _build_city(folder, settings)
    with houses.started("serve", folder=folder, **settings):
        base = f"http://localhost:{port}"
        houses.wait_for(f"{base}/healthz/")
        yield House(base=base, **facts)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(house, browser):
    """Open windows: `visit(language=…, width=…)` gives a Visitor; all are closed in the end."""
    visitors: list[Visitor] = []

    def open_window(**how) -> Visitor:
        visitors.append(Visitor(browser, house.base, **how))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        visitor.close()


def _new_database() -> str:
    """Create an empty database beside the tests' own, and return its address."""
    name = f"journeys_{uuid4().hex}"
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(address)._replace(path=f"/{name}").geturl()


def _build_city(folder: Path, settings: dict[str, str]) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.city"],
        env=houses.environment(folder, **settings),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
