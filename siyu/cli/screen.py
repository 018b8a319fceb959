"""What commands print: sentences and tables for people, JSON for machines."""

import asyncio
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
import typer
from rich.console import Console

from siyu.cli.program import Moved, Program

T = TypeVar("T")

screen = Console()
errors = Console(stderr=True)


def program(context: typer.Context) -> Program:
    return context.obj


def run(act: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(act)
    except KeyboardInterrupt:
        errors.print("stopped", style="dim")
        raise typer.Exit(130) from None


def show(value: object, *, json: bool) -> None:
    """One result: JSON for machines, or its plain text."""
    if json:
        sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    else:
        screen.print(value)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Moved]:
    """A bar per kind of work while the block runs; nothing where machines read."""
    if quiet:
        yield lambda _what, _done, _of: None
        return
    # Only a person looks at bars, and only then the library for them is worth its loading.
    from rich import progress as bars  # noqa: PLC0415

    shown = bars.Progress(
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeElapsedColumn(),
        console=errors,
    )
    tasks: dict[str, bars.TaskID] = {}

    def moved(what: str, done: int, of: int) -> None:
        if what not in tasks:
            tasks[what] = shown.add_task(what, total=None)
        shown.update(tasks[what], completed=done, total=of or None)

    with shown:
        yield moved
