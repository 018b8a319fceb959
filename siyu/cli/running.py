"""Commands that run Siyu: everything at once, or one process of it."""

import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from siyu.cli.options import ColumnsUrl, Data, DatabaseUrl, Host, Json, Parent, Port
from siyu.cli.screen import program, run, screen, show
from siyu.kernel.config import load


class Aloud:
    """`up` told to a person."""

    def say(self, what: str) -> None:
        screen.print(f"· {what}", style="dim", highlight=False)

    def ready(self, url: str, *, logs: Path | None) -> None:
        lines = [
            f"[bold]Siyu is up.[/bold]   console     [link]{url}/console/[/link]",
            f"               guide desk  [link]{url}/guide/[/link]",
            f"               storefront  [link]{url}/[/link]",
        ]
        if logs is not None:
            lines.append(f"               logs        {logs}")
        lines.append("Ctrl-C stops everything; the next start finds its data again.")
        screen.print("\n".join(lines), highlight=False, soft_wrap=True)

    def sign_ins(self, told: bytes) -> None:
        sign_ins(told)


class InJson:
    """`up` told to a machine: an object per line."""

    def say(self, what: str) -> None:
        _line({"doing": what})

    def ready(self, url: str, *, logs: Path | None) -> None:
        addresses = {
            "console": f"{url}/console/",
            "guide": f"{url}/guide/",
            "storefront": f"{url}/",
        }
        _line({"url": url, **addresses, "logs": str(logs) if logs else None})

    def sign_ins(self, told: bytes) -> None:
        _line({"demo": msgspec.json.decode(told)})


def _line(value: dict[str, Any]) -> None:
    show(value, json=True)
    sys.stdout.flush()


def sign_ins(told: bytes) -> None:
    """The demo's merchants and people, as a table."""
    from rich.table import Table  # noqa: PLC0415 - most commands print no table

    for merchant in msgspec.json.decode(told):
        table = Table(title=f"{merchant['merchant']}  {merchant['code']}", title_justify="left")
        for column in ("role", "name", "account", "password"):
            table.add_column(column)
        for one in merchant["sign_ins"]:
            table.add_row(one["role"], one["name"], one["account"], one["password"])
        screen.print(table)


def add(app: typer.Typer) -> None:
    for command in (up, web, worker, columns, migrate):
        app.command()(command)


def up(
    context: typer.Context,
    *,
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
    program(context).up(settings, InJson() if json else Aloud(), demo=demo)


def web(
    context: typer.Context,
    *,
    data: Data = None,
    host: Host = None,
    port: Port = None,
    fd: Annotated[int | None, typer.Option(hidden=True)] = None,
    parent: Parent = None,
) -> None:
    """Serve the doors and screens from this process alone."""
    program(context).web(load(data=data, host=host, port=port), fd=fd, parent=parent)


def worker(context: typer.Context, *, data: Data = None, parent: Parent = None) -> None:
    """Run reactions, inbox, jobs, schedule and the columns' feed."""
    program(context).worker(load(data=data), parent=parent)


def columns(
    context: typer.Context,
    *,
    data: Data = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.")] = None,
) -> None:
    """Own the embedded columns and serve them, on loopback or to other hosts of ours."""
    program(context).columns(load(data=data, columns_port=port), host=host)


def migrate(
    context: typer.Context,
    *,
    data: Data = None,
    database_url: DatabaseUrl = None,
    json: Json = False,
) -> None:
    """Bring the database to this program's revision."""
    settings = load(data=data, database_url=database_url)
    revision = run(program(context).migrate(settings))
    show({"revision": revision} if json else f"the database is at {revision}", json=json)
