"""The operator's door: every command, its options, and what it prints."""

import sys

import typer

from siyu.cli import bringing, caring, developing, running
from siyu.cli.program import Program
from siyu.cli.screen import errors
from siyu.kernel.config import BadSetting
from siyu.kernel.errors import Told

app = typer.Typer(
    name="siyu",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Siyu 私域: the open operating system for a retailer's private-domain traffic pool.",
)
running.add(app)
bringing.add(app)
caring.add(app)
developing.add(app)


def main(given: Program) -> None:
    """Run the command line; refusals become one sentence and exit code 2."""
    try:
        app(obj=given)
    except BadSetting as wrong:
        errors.print(str(wrong), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)
    except Told as told:
        errors.print(
            told.sentence("en"), style="red", markup=False, highlight=False, soft_wrap=True
        )
        sys.exit(2)
