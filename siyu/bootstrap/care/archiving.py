"""`siyu archive`: what the worker does by itself, now."""

from siyu.bootstrap import addresses, archiving
from siyu.bootstrap.ground import awake
from siyu.bootstrap.house import opened
from siyu.cli.program import Shelved
from siyu.kernel.config import Settings


async def archive(settings: Settings) -> list[Shelved]:
    """Every month that was due, moved or not; columns must answer."""
    settings = addresses.beside(settings)
    async with awake(settings), opened(settings, size=2) as kit:
        outcomes = await archiving.move(kit)
    return [
        Shelved(month=f"{one.month:%Y-%m}", facts=one.rows, bytes=one.bytes, kept_by=one.kept_by)
        for one in outcomes
    ]
