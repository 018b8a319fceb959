"""Commands that bring something in: the demo, and files of receipts and goods."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from siyu.cli.options import Data, DatabaseUrl, Json
from siyu.cli.program import Delivery, Wishes
from siyu.cli.running import sign_ins
from siyu.cli.screen import program, progress, run, screen, show
from siyu.kernel.config import load

importing = typer.Typer(name="import", no_args_is_help=True, help="Bring records in from files.")


def add(app: typer.Typer) -> None:
    app.command()(demo)
    importing.callback()(_importing)
    importing.command(name="pos")(import_pos)
    importing.command(name="products")(import_products)
    app.add_typer(importing)


def _importing() -> None:
    """Bring records in from files."""


def demo(
    context: typer.Context,
    *,
    data: Data = None,
    database_url: DatabaseUrl = None,
    members: Annotated[int, typer.Option(min=1, help="Members of the chain.")] = 20_000,
    seed: Annotated[int, typer.Option(help="Another seed is another chain.")] = 1,
    until: Annotated[
        str | None, typer.Option(help="Last day of receipts, YYYY-MM-DD; default: this minute.")
    ] = None,
    from_up: Annotated[bool, typer.Option(hidden=True)] = False,
    json: Json = False,
) -> None:
    """Furnish an invented chain and a restaurant; run again, it goes on to today."""
    settings = load(data=data, database_url=database_url)
    wishes = Wishes(members=members, seed=seed, until=until)
    with progress(quiet=json) as moved:
        told = run(program(context).demo(settings, wishes, moved=moved))
    if json:
        show(msgspec.Raw(told), json=True)
    elif not from_up:
        sign_ins(told)


def import_pos(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or Excel.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    merchant: Annotated[
        str | None, typer.Option(help="The merchant's code; needed where there are several.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="JSON that says which column is what."),
    ] = None,
    source: Annotated[str, typer.Option(help="Name of the till system.")] = "pos",
    store: Annotated[
        str | None, typer.Option(help="Code of the store of all rows, if no column says it.")
    ] = None,
    create: Annotated[
        bool, typer.Option(help="Open unknown stores and list unknown articles.")
    ] = True,
    json: Json = False,
) -> None:
    """Import a file of receipts; only what is new is added, and an interrupted one goes on."""
    settings = load(data=data, database_url=database_url)
    delivery = Delivery(
        file=file, merchant=merchant, mapping=mapping, source=source, store=store, create=create
    )
    with progress(quiet=json) as moved:
        ended = run(program(context).import_receipts(settings, delivery, moved=moved))
    if json:
        show(ended, json=True)
    else:
        screen.print("\n".join(f"{name:>20}  {value}" for name, value in ended.items()))
    if ended["state"] != "done":
        raise typer.Exit(1)


def import_products(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or Excel.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    merchant: Annotated[
        str | None, typer.Option(help="The merchant's code; needed where there are several.")
    ] = None,
    json: Json = False,
) -> None:
    """Import a table of goods, a row for each SKU; products are known by their codes."""
    settings = load(data=data, database_url=database_url)
    with progress(quiet=json) as moved:
        ended = run(program(context).import_goods(settings, file, merchant, moved=moved))
    if json:
        show(ended, json=True)
        return
    left_out = ended.pop("left_out")
    screen.print("\n".join(f"{name:>20}  {value}" for name, value in ended.items()))
    for one in left_out:
        screen.print(f"line {one['line']}: {one['en']}")
