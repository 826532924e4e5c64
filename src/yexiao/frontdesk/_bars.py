"""Progress bars of the command line; plain lines where the output is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

Tell = Callable[[str, int], None]


@contextmanager
def shown(title: str) -> Iterator[Tell]:
    """Show a bar; the block moves it by calling `tell(phase, percent)`."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain(console, title)
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(title, total=100)
        yield lambda phase, percent: progress.update(task, completed=percent, description=f"{title}: {phase}")
        progress.update(task, completed=100, description=title)


def _plain(console: Console, title: str) -> Tell:
    said: set[str] = set()

    def tell(phase: str, percent: int) -> None:
        if phase not in said:
            said.add(phase)
            console.print(f"{title}: {phase} ({percent} %)", highlight=False)

    return tell
