"""The only place that knows everyone's name: it makes a process out of the parts."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from siyu.kernel.kit import Kit
    from siyu.worker import Worker


def made_worker(kit: "Kit") -> "Worker":
    """A worker with every room's reactions, jobs, letters and entries."""
    from siyu.bootstrap import crew  # noqa: PLC0415 - a command loads only what it needs

    return crew.made_worker(kit)


def main() -> None:
    from siyu import cli  # noqa: PLC0415
    from siyu.bootstrap.program import Program  # noqa: PLC0415

    cli.main(Program())
