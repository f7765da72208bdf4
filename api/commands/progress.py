"""How far a load or a computation has come: on a terminal with rate and time left, in a pipe nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from api.commands.output import language
from graph.texts import text

if TYPE_CHECKING:
    from loaders.load import Progress as Told


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        """The rate, or nothing before there is one."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


@contextmanager
def shown(group: str = "load") -> Iterator[Told]:
    """A function that takes progress and shows it as long as the `with` lasts; its words are `command.<group>.…`."""
    console = Console(file=sys.stderr)
    if not console.is_terminal:
        yield lambda *_: None
        return
    left = TextColumn(text("command.load.left", language()))
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        left,
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        doing: dict[str, TaskID] = {}

        def tell(what: str, number: int, of: int | None) -> None:
            if doing.get(what) not in bar.task_ids:
                for task in bar.task_ids:
                    bar.remove_task(task)
                doing[what] = bar.add_task(text(f"command.{group}.{what}", language()), total=of)
            bar.update(doing[what], completed=number, total=of)

        yield tell
