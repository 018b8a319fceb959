"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path | None, typer.Option("--data", help="Folder of everything that is kept.")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Where web listens.")]
Host = Annotated[str | None, typer.Option("--host", help="Address web listens on.")]
DatabaseUrl = Annotated[
    str | None, typer.Option("--database-url", help="postgresql:// of a PostgreSQL of your own.")
]
ColumnsUrl = Annotated[
    str | None,
    typer.Option("--columns-url", help="http:// of a ClickHouse, or of `siyu columns` elsewhere."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Parent = Annotated[int | None, typer.Option("--parent", hidden=True)]
Passphrase = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help="File whose first line seals the master secret in the backup.",
        exists=True,
        dir_okay=False,
    ),
]
