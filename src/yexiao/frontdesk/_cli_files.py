"""The commands that need no database: plan a season from a file, run a draw from a file, and check both."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yexiao.frontdesk import _bars

Input = Annotated[Path, typer.Argument(help="The file to read (JSON).", show_default=False)]
Output = Annotated[Path, typer.Argument(help="The file to write (JSON).", show_default=False)]
Claimed = Annotated[Path, typer.Argument(help="The result to check (JSON).", show_default=False)]
PHASE_SHARE = {"prices": 20, "greedy": 40, "exact": 50, "improve": 60, "done": 100}


def add_to(cli: typer.Typer) -> None:
    """Add the commands to the command line."""
    for name, command in (("plan", plan), ("check-plan", check_plan), ("draw", draw), ("verify-draw", verify_draw)):
        cli.command(name)(command)


def plan(
    source: Input,
    target: Output,
    seconds: Annotated[float, typer.Option(help="How long to look for a better plan.", min=1)] = 60.0,
    seed: Annotated[int, typer.Option(help="Decides what is tried.")] = 1,
    iterations: Annotated[int | None, typer.Option(help="Try this many repairs instead; repeats to the byte.")] = None,
) -> None:
    """Plan a season from an exchange file (yexiao-plan/1) without a database."""
    from yexiao.planning._solver.files import plan_file
    from yexiao.planning._solver.problem import ProblemError

    try:
        with _bars.shown("Planning") as tell:
            made = plan_file(
                source,
                target,
                seconds=seconds,
                seed=seed,
                iterations=iterations,
                progress=lambda phase, value, bound: tell(f"{phase}, {value} of {bound}", PHASE_SHARE.get(phase, 60)),
            )
    except (ProblemError, OSError) as trouble:
        raise typer.Exit(tell_trouble(trouble)) from None
    typer.echo(f"{len(made.sections)} sections, value {made.value}, bound {made.bound}, gap {made.gap:.2%}")


def check_plan(source: Input, claimed: Claimed) -> None:
    """Recompute every rule, the value and the bound of a plan, by code the planner does not use."""
    from yexiao.planning._solver.files import check_file
    from yexiao.planning._solver.problem import ProblemError

    try:
        problems = check_file(source, claimed)
    except (ProblemError, OSError) as trouble:
        raise typer.Exit(tell_trouble(trouble)) from None
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)
    typer.echo("The plan keeps every rule; its value and bound are right.")


def draw(source: Input, target: Output) -> None:
    """Run a draw from an exchange file (yexiao-draw/1) without a database."""
    from yexiao.enrolment._draw import DrawError, draw_file

    try:
        result = draw_file(source, target)
    except DrawError as trouble:
        typer.echo(str(trouble), err=True)
        raise typer.Exit(trouble.exit_code) from None
    typer.echo(f"{len(result.seats)} seats, {len(result.unseated)} people without one, digest {result.digest}")


def verify_draw(source: Input, claimed: Claimed) -> None:
    """Run a published draw again and compare; exit code 1 at the first difference."""
    from yexiao.enrolment._draw import DrawError, verify_file

    try:
        result = verify_file(source, claimed)
    except DrawError as trouble:
        typer.echo(str(trouble), err=True)
        raise typer.Exit(trouble.exit_code) from None
    typer.echo(f"The result is what the draw gives; digest {result.digest}")


def tell_trouble(trouble: Exception) -> int:
    """Say what went wrong in one sentence; return the exit code of what could not be done as asked."""
    typer.echo(str(trouble), err=True)
    return 2
