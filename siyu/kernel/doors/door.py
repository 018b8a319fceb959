"""A door: path, permit, scope, request, response, errors. Every route is one.

`door.get("/things", permit="things.read", errors=(…))` stands for Litestar's `get` and adds what
documents, the role matrix and clients are derived from. `permit=OPEN` lets anybody knock.
"""

from collections.abc import Sequence
from typing import Any

import litestar
import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec

from siyu.kernel.doors.problems import Problem
from siyu.kernel.doors.site import OtherSite
from siyu.kernel.errors import Forbidden, Invalid, NotFound, Refusal, SignIn, Told

OPEN = "open"
"""No permit is asked and nobody needs to be signed in."""
SIGNED_IN = "signed-in"
"""Whoever is signed in at this audience may enter."""


class Door(msgspec.Struct, frozen=True):
    """What is declared at a route, kept in its `opt["door"]`."""

    permit: str
    errors: tuple[type[Told], ...]
    writes: bool
    own_site: bool = False
    """Shut to pages of other sites: where somebody is signed in, or a code is sent for it."""
    swift: bool = False
    """Many knock at it in the same moment, see swift.py: its function takes `ask` and `data`."""


def _declare(
    method: Any,
    path: str,
    *,
    permit: str,
    errors: Sequence[type[Told]] = (),
    writes: bool,
    own_site: bool = False,
    swift: bool = False,
    **options: Any,
) -> HTTPRouteHandler:
    shut = (OtherSite,) if own_site else ()
    all_errors = tuple(dict.fromkeys((*_expected(permit, path, writes=writes), *shut, *errors)))
    door = Door(permit, all_errors, writes, own_site, swift)
    options["opt"] = {**options.get("opt", {}), "door": door}
    return method(path, responses=_documented(all_errors), **options)


def _expected(permit: str, path: str, *, writes: bool) -> list[type[Refusal]]:
    """What any door of this kind may refuse."""
    expected: list[type[Refusal]] = [Invalid] if writes or "{" in path else []
    if "{" in path:
        expected.append(NotFound)
    if permit != OPEN:
        expected.append(SignIn)
    if permit not in {OPEN, SIGNED_IN}:
        expected.append(Forbidden)
    return expected


def _documented(errors: Sequence[type[Told]]) -> dict[int, ResponseSpec]:
    by_status: dict[int, list[type[Told]]] = {}
    for error in errors:
        by_status.setdefault(error.status, []).append(error)
    return {
        status: ResponseSpec(
            data_container=Problem,
            description=" · ".join(f"`{e.code}` {e.en}" for e in some),
            generate_examples=False,
        )
        for status, some in by_status.items()
    }


def get(path: str, *, permit: str, errors: Sequence[type[Told]] = (), **options: Any) -> Any:
    return _declare(litestar.get, path, permit=permit, errors=errors, writes=False, **options)


def post(path: str, *, permit: str, errors: Sequence[type[Told]] = (), **options: Any) -> Any:
    return _declare(litestar.post, path, permit=permit, errors=errors, writes=True, **options)


def put(path: str, *, permit: str, errors: Sequence[type[Told]] = (), **options: Any) -> Any:
    return _declare(litestar.put, path, permit=permit, errors=errors, writes=True, **options)


def patch(path: str, *, permit: str, errors: Sequence[type[Told]] = (), **options: Any) -> Any:
    return _declare(litestar.patch, path, permit=permit, errors=errors, writes=True, **options)


def delete(path: str, *, permit: str, errors: Sequence[type[Told]] = (), **options: Any) -> Any:
    return _declare(litestar.delete, path, permit=permit, errors=errors, writes=True, **options)
