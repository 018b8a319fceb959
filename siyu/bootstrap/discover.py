"""Every room's share of reactions, schedule, jobs, letters and columns, found by file name."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import TypeVar

import siyu.flows.jobs
import siyu.flows.reactions
import siyu.flows.schedule
import siyu.integrations
import siyu.modules
from siyu.kernel.columns import Projection
from siyu.kernel.facts.reactor import Reaction
from siyu.kernel.inbox import Handle
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import Entry

T = TypeVar("T")


def reactions(kit: Kit) -> list[Reaction]:
    return [r for file in _files(siyu.flows.reactions) for r in file.reactions(kit)]


def entries(kit: Kit) -> list[Entry]:
    return [e for file in _files(siyu.flows.schedule) for e in file.entries(kit)]


def handlers(kit: Kit) -> dict[str, Handler]:
    return _merged(file.handlers(kit) for file in _files(siyu.flows.jobs))


def letters(kit: Kit) -> dict[str, Handle]:
    vendors = [v for v in _files(siyu.integrations) if hasattr(v, "letters")]
    return _merged(vendor.letters(kit) for vendor in vendors)


def projections() -> list[Projection]:
    found = []
    for room in pkgutil.iter_modules(siyu.modules.__path__):
        name = f"siyu.modules.{room.name}.projections"
        if importlib.util.find_spec(name) is not None:
            found += importlib.import_module(name).PROJECTIONS
    return found


def _files(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{found.name}")


def _merged(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    whole: dict[str, T] = {}
    for part in parts:
        if twice := whole.keys() & part.keys():
            raise ValueError(f"declared twice: {sorted(twice)}")
        whole |= part
    return whole
