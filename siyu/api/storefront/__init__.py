"""The storefront's doors: whoever is signed in sees herself and nobody else."""

import importlib
import pkgutil
from typing import Any

from litestar import Litestar
from litestar.di import Provide

from siyu.api.storefront.entry import Entry
from siyu.kernel.doors import audience
from siyu.kernel.kit import Kit


def app(kit: Kit) -> Litestar:
    """Every module beside this one that has doors adds them."""
    entry = Entry(kit.works)
    return audience(
        "storefront",
        "/api/storefront",
        doors(),
        authenticate=entry.authenticate,
        anonymous=entry.anonymous,
        about="For customers: the H5 storefront and the mini program.",
        dependencies={"kit": Provide(lambda: kit, sync_to_thread=False)},
    )


def doors() -> list[Any]:
    modules = (
        importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)
    )
    return [door for module in modules for door in getattr(module, "DOORS", [])]
