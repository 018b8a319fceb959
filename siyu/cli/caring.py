"""Commands that take care of what is kept: check, backup, restore, rebuild."""

from pathlib import Path
from typing import Annotated

import typer

from siyu.cli.options import ColumnsUrl, Data, DatabaseUrl, Json, Passphrase
from siyu.cli.program import Checked
from siyu.cli.screen import program, progress, run, screen, show
from siyu.kernel.config import load

rebuilding = typer.Typer(name="rebuild", no_args_is_help=True, help="Derive anew from facts.")

_MARKS = {"ok": "[green]ok[/green]", "failed": "[red]failed[/red]", "off": "[dim]off[/dim]"}


def add(app: typer.Typer) -> None:
    for command in (check, backup, restore, archive):
        app.command()(command)
    rebuilding.callback()(_rebuilding)
    rebuilding.command(name="columns")(rebuild_columns)
    app.add_typer(rebuilding)


def _rebuilding() -> None:
    """Derive anew from facts."""


def check(
    context: typer.Context,
    *,
    data: Data = None,
    database_url: DatabaseUrl = None,
    columns_url: ColumnsUrl = None,
    audit: Annotated[
        bool, typer.Option(help="Also compare columns with facts, day by day; reads all facts.")
    ] = True,
    json: Json = False,
) -> None:
    """Look at everything that must be right; exit code 1 if something is not."""
    settings = load(data=data, database_url=database_url, columns_url=columns_url)
    checks = run(program(context).check(settings, audit=audit))
    if json:
        show(checks, json=True)
    else:
        _table(checks)
    if any(one.state == "failed" for one in checks):
        raise typer.Exit(1)


def _table(checks: list[Checked]) -> None:
    from rich.table import Table  # noqa: PLC0415 - most commands print no table

    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for one in checks:
        table.add_row(_MARKS[one.state], one.name, one.said)
    screen.print(table)


def backup(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(help="The one file to write; it must not be there.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    passphrase_file: Passphrase = None,
    json: Json = False,
) -> None:
    """Write database, archive, uploads and master secret into one file, while Siyu runs or not."""
    settings = load(data=data, database_url=database_url)
    words = _first_line(passphrase_file)
    with progress(quiet=json) as moved:
        kept = run(program(context).backup(settings, file, passphrase=words, moved=moved))
    if json:
        show(kept, json=True)
        return
    files = f"{kept.uploads} uploads, {kept.archived} files of archived facts"
    size = f"{kept.bytes / 1e6:,.1f} MB, {files}, revision {kept.revision}"
    screen.print(f"{kept.file}: {size}", highlight=False, soft_wrap=True)
    if not kept.sealed:
        screen.print(
            "The master secret lies in it as it is: whoever has this file can read everything. "
            "With --passphrase-file it would be sealed.",
            style="yellow",
        )


def restore(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    data: Data = None,
    database_url: DatabaseUrl = None,
    passphrase_file: Passphrase = None,
    json: Json = False,
) -> None:
    """Bring a backup back, into a data folder (and a database) where nothing is yet."""
    settings = load(data=data, database_url=database_url)
    words = _first_line(passphrase_file)
    with progress(quiet=json) as moved:
        done = run(program(context).restore(settings, file, passphrase=words, moved=moved))
    if json:
        show(done, json=True)
        return
    screen.print(
        f"{done.data} holds the backup of {done.made_at}; `siyu up` starts it, "
        "and columns are filled from facts then.",
        highlight=False,
        soft_wrap=True,
    )


def archive(
    context: typer.Context,
    *,
    data: Data = None,
    database_url: DatabaseUrl = None,
    columns_url: ColumnsUrl = None,
    months: Annotated[
        int | None, typer.Option(help="Whole months of facts to keep; default: the setting.")
    ] = None,
    json: Json = False,
) -> None:
    """Move months of facts older than SIYU_FACTS_MONTHS into the archive now; `up` must run."""
    settings = load(
        data=data, database_url=database_url, columns_url=columns_url, facts_months=months
    )
    shelved = run(program(context).archive(settings))
    if json:
        show(shelved, json=True)
        return
    for one in shelved:
        said = one.kept_by or f"{one.bytes / 1e6:,.1f} MB in the archive"
        screen.print(f"{one.month}: {one.facts} facts, {said}", highlight=False, soft_wrap=True)
    if not shelved:
        screen.print(f"no month is older than {settings.facts_months} months")


def rebuild_columns(
    context: typer.Context,
    *,
    data: Data = None,
    database_url: DatabaseUrl = None,
    columns_url: ColumnsUrl = None,
    wait: Annotated[bool, typer.Option(help="Wait until readers see the new tables.")] = True,
    json: Json = False,
) -> None:
    """Fill every columnar table anew, beside the one readers see until it has caught up."""
    settings = load(data=data, database_url=database_url, columns_url=columns_url)
    with progress(quiet=json) as moved:
        names = run(program(context).rebuild(settings, wait=wait, moved=moved))
    show({"tables": names} if json else f"filled anew: {', '.join(names)}", json=json)


def _first_line(file: Path | None) -> str | None:
    return None if file is None else file.read_text().split("\n", 1)[0].strip()
