"""The command line `yexiao`. Exit codes: 0 done, 1 a check or verification failed, 2 it could not be done as asked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from yexiao.common import env
from yexiao.frontdesk import _cli_demo, _cli_files

cli = typer.Typer(
    help="Yexiao (夜校): the open night-school system.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_cli_files.add_to(cli)
_cli_demo.add_to(cli)


def main() -> None:
    """Run the command line; trouble that can be told is one sentence and exit code 2."""
    from yexiao.common.postgres import ServerTrouble

    try:
        cli()
    except (env.BadSetting, ServerTrouble) as trouble:
        sys.exit(_cli_files.tell_trouble(trouble))


@cli.command()
def serve(
    web_only: Annotated[bool, typer.Option("--web-only", help="Start no worker beside the web server.")] = False,
) -> None:
    """Start the database, migrate, and serve the site with its worker until Ctrl-C.

    With DEMO=1 the demonstration city is built first.
    """
    with _cli_demo.house():
        from django.conf import settings

        from yexiao.frontdesk import _serving

        _serving.prepare()
        if settings.DEMO:
            _serving.prepare_demo()
        typer.echo(f"\nYexiao is at http://localhost:{settings.PORT}   (Ctrl-C ends it)\n")
        _serving.serve(with_worker=not web_only)


@cli.command()
def worker() -> None:
    """Run jobs: messages, planning runs, draws, closing of meetings."""
    with _cli_demo.house():
        from yexiao.common import worker as jobs_worker

        jobs_worker.work_until_told()


@cli.command()
def check() -> None:
    """Verify settings, database deadlines, migrations, counters against ledgers, worker and queue."""
    with _cli_demo.house():
        from django.utils import translation

        from yexiao.frontdesk import _health

        with translation.override("en"):
            findings = list(_health.look_at_everything())
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.is_well else 'FAIL'}  {finding.what}: {finding.seen}")
        if not all(finding.is_well for finding in findings):
            raise typer.Exit(1)


@cli.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)]) -> None:
    """Write the whole database to one file. The keys in DATA_DIR/keys are left out."""
    with _cli_demo.house():
        from django.conf import settings

        from yexiao.frontdesk import _backup

        try:
            size = _backup.back_up(target)
        except _backup.BackupTrouble as trouble:
            raise typer.Exit(_cli_files.tell_trouble(trouble)) from None
        typer.echo(f"{target}: {size / 1e6:.1f} MB. The keys in {settings.KEYS_DIR} are not in it: keep them apart.")


@cli.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `yexiao backup` wrote.", show_default=False)],
    keys: Annotated[Path | None, typer.Option(help="The folder `keys` of the DATA_DIR the backup came from.")] = None,
) -> None:
    """Fill an empty DATA_DIR (or database) from a backup."""
    with _cli_demo.house():
        from yexiao.frontdesk import _backup

        try:
            _backup.restore(source, keys)
        except _backup.BackupTrouble as trouble:
            raise typer.Exit(_cli_files.tell_trouble(trouble)) from None
        typer.echo("Restored. Run `yexiao check` next.")


@cli.command()
def createadmin(
    username: str,
    name: Annotated[str, typer.Option(prompt=True, help="The name people see.")],
    password: Annotated[str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True)],
    role: Annotated[str, typer.Option(help="system, security or audit; they exclude one another.")] = "system",
) -> None:
    """Make an administrator's account."""
    with _cli_demo.house():
        from yexiao.frontdesk import _accounts, _serving

        _serving.migrate()
        try:
            _accounts.create_administrator(username=username, name=name, password=password, role=role)
        except _accounts.AccountTrouble as trouble:
            raise typer.Exit(_cli_files.tell_trouble(trouble)) from None
        typer.echo(f"{username} can sign in at /staff/sign-in/.")


if __name__ == "__main__":
    main()
