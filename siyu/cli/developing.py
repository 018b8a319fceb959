"""Commands for those who write programs against Siyu: documents and keys."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from siyu.cli.options import Data, DatabaseUrl, Json
from siyu.cli.screen import program, run, screen, show
from siyu.kernel.config import load

keys = typer.Typer(name="key", no_args_is_help=True, help="Keys to the open API.")

Merchant = Annotated[
    str | None, typer.Option("--merchant", help="Its code; needed where there are several.")
]


def add(app: typer.Typer) -> None:
    app.command()(openapi)
    for name, command in (("make", make), ("list", list_keys), ("revoke", revoke)):
        keys.command(name=name)(command)
    app.add_typer(keys)


def openapi(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to write them.")] = Path("build/openapi"),
    *,
    json: Json = False,
) -> None:
    """Write every audience's OpenAPI document; needs no database."""
    written = [str(file) for file in run(program(context).openapi(folder))]
    show(written if json else "\n".join(written), json=json)


def make(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    *,
    permit: Annotated[
        list[str] | None, typer.Option(help="What it may do, several times; default: all.")
    ] = None,
    merchant: Merchant = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    json: Json = False,
) -> None:
    """Make a key; it is shown this once."""
    settings = load(data=data, database_url=database_url)
    made = run(program(context).make_key(settings, merchant, name=name, permits=permit or []))
    show(made if json else made.key, json=json)


def list_keys(
    context: typer.Context,
    *,
    merchant: Merchant = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    json: Json = False,
) -> None:
    """List a merchant's keys, the newest first."""
    settings = load(data=data, database_url=database_url)
    found = run(program(context).list_keys(settings, merchant))
    if json:
        show(found, json=True)
        return
    for one in found:
        state = f"revoked {one.revoked_at}" if one.revoked_at else "living"
        line = f"{one.id}  {one.prefix}…  {state}  {one.name}  ({', '.join(one.permits)})"
        screen.print(line, highlight=False, soft_wrap=True)


def revoke(
    context: typer.Context,
    key: Annotated[UUID, typer.Argument(help="Its id, as `siyu key list` shows it.")],
    *,
    merchant: Merchant = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    json: Json = False,
) -> None:
    """Revoke a key: it opens nothing from now on."""
    settings = load(data=data, database_url=database_url)
    run(program(context).revoke_key(settings, merchant, key))
    show({"revoked": str(key)} if json else f"{key} opens nothing any more", json=json)
