"""The operator's door: every command, its options, and what it prints."""

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, Protocol, TypeVar

import msgspec
import typer
from rich.console import Console

from siyu.kernel.config import BadSetting, Settings, load
from siyu.kernel.errors import Told

T = TypeVar("T")

screen = Console()
errors = Console(stderr=True)

app = typer.Typer(
    name="siyu",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Siyu 私域: the open operating system for a retailer's private-domain traffic pool.",
)


class Program(Protocol):
    """What the commands start; `bootstrap` gives it."""

    def up(self, settings: Settings, *, demo: bool, json: bool) -> None: ...
    def web(self, settings: Settings, fd: int | None) -> None: ...
    def worker(self, settings: Settings) -> None: ...
    def columns(self, settings: Settings) -> None: ...
    async def migrate(self, settings: Settings) -> str: ...


Data = Annotated[Path | None, typer.Option("--data", help="Folder of everything that is kept.")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Where web listens.")]
Host = Annotated[str | None, typer.Option("--host", help="Address web listens on.")]
DatabaseUrl = Annotated[
    str | None, typer.Option("--database-url", help="postgresql:// of a PostgreSQL of your own.")
]
ColumnsUrl = Annotated[
    str | None, typer.Option("--columns-url", help="http:// of a ClickHouse of your own.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def program(context: typer.Context) -> Program:
    return context.obj


def run(act: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(act)


def show(value: object, *, json: bool) -> None:
    """One result: JSON for machines, or its plain text."""
    if json:
        sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    else:
        screen.print(value)


@app.command()
def up(
    context: typer.Context,
    data: Data = None,
    host: Host = None,
    port: Port = None,
    database_url: DatabaseUrl = None,
    columns_url: ColumnsUrl = None,
    demo: Annotated[
        bool, typer.Option(help="Furnish the demo chain on the first start of a sandbox.")
    ] = False,
    json: Json = False,
) -> None:
    """Start everything and keep it running until Ctrl-C."""
    settings = load(
        data=data, host=host, port=port, database_url=database_url, columns_url=columns_url
    )
    program(context).up(settings, demo=demo, json=json)


@app.command()
def web(
    context: typer.Context,
    data: Data = None,
    host: Host = None,
    port: Port = None,
    fd: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Serve the doors and screens from this process alone."""
    program(context).web(load(data=data, host=host, port=port), fd)


@app.command()
def worker(context: typer.Context, data: Data = None) -> None:
    """Run reactions, inbox, jobs, schedule and the columns' feed."""
    program(context).worker(load(data=data))


@app.command()
def columns(
    context: typer.Context,
    data: Data = None,
    port: Annotated[int | None, typer.Option("--port", help="Loopback port.")] = None,
) -> None:
    """Own the embedded columns and serve them on loopback."""
    program(context).columns(load(data=data, columns_port=port))


@app.command()
def migrate(
    context: typer.Context, data: Data = None, database_url: DatabaseUrl = None, json: Json = False
) -> None:
    """Bring the database to this program's revision."""
    settings = load(data=data, database_url=database_url)
    show(run(program(context).migrate(settings)), json=json)


def main(given: Program) -> None:
    """Run the command line; refusals become one sentence and exit code 2."""
    try:
        app(obj=given)
    except BadSetting as wrong:
        errors.print(f"[red]{wrong}[/red]", highlight=False)
        sys.exit(2)
    except Told as told:
        errors.print(f"[red]{told.sentence('en')}[/red]", highlight=False)
        sys.exit(2)
