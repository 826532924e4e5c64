"""The commands of the demonstration: build it, move its clock on, simulate a season of any size."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from yexiao.frontdesk import _bars

STEP = re.compile(r"(?P<number>\d+)(?P<unit>[mhdw])")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def house() -> AbstractContextManager[None]:
    """Set Django up and keep the database running inside the block."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yexiao.config.settings")
    import django

    django.setup()
    from yexiao.frontdesk import _serving

    return _serving.database()


def add_to(cli: typer.Typer) -> None:
    """Add the commands to the command line."""
    cli.command()(demo)
    cli.command()(simulate)


def demo(
    advance: Annotated[str, typer.Option(help="Move the city's clock on: 30m, 2h, 1d, 3w.")] = "",
    whole: Annotated[bool, typer.Option("--whole", help="Load every district now, not in the background.")] = False,
) -> None:
    """Build the demonstration city if it is not there, or move it on in time."""
    step = _step(advance) if advance else None
    with house():
        from yexiao.frontdesk import _serving

        _serving.prepare()
        build()
        if whole:
            _load_all()
        if step:
            _advance(step)


def simulate(
    residents: Annotated[int, typer.Option(help="How many people live in the simulated district.", min=20)] = 1000,
    seed: Annotated[str, typer.Option(help="The same seed gives the same season.")] = "1",
) -> None:
    """Run a whole season with that many residents in a database of its own, and print its figures."""
    with tempfile.TemporaryDirectory(prefix="yexiao-simulation-") as folder:
        os.environ["DATA_DIR"] = str(Path(folder))
        os.environ.pop("DATABASE_URL", None)
        with house():
            from yexiao.frontdesk import _serving
            from yexiao.frontdesk.demo import simulate as run

            _serving.migrate()
            with _bars.shown("Season") as tell:
                figures = run(residents=residents, seed=seed, tell=tell)
            for line in figures:
                typer.echo(line)


def build() -> None:
    """Build the demonstration city's first district, with a progress bar; nothing happens if it stands."""
    from yexiao.frontdesk import demo

    with _bars.shown("Demonstration city") as tell:
        is_new = demo.build(tell)
    if is_new:
        typer.echo("The first district stands; the others follow in the background.")


def _load_all() -> None:
    from yexiao.frontdesk import _progress, demo

    with _bars.shown("Districts") as tell:
        while demo.load_next_district():
            state = _progress.describe()
            if state:
                tell("season by season", state.percent)


def _advance(step: timedelta) -> None:
    from yexiao.frontdesk import demo

    with _bars.shown("Moving on") as tell:
        demo.advance(step, tell)
    from django.utils import translation

    from yexiao.common import clock, spoken

    with translation.override("en"):
        typer.echo(f"It is now {spoken.say_full(clock.now())} in the city.")


def _step(text: str) -> timedelta:
    match = STEP.fullmatch(text.strip())
    if not match:
        raise typer.BadParameter("say how far, such as 30m, 2h, 1d or 3w", param_hint="--advance")
    return timedelta(**{UNITS[match["unit"]]: int(match["number"])})
