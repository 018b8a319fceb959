"""The program's doors, built once in a test process and lent from test to test.

To build them takes a second or two, which hundreds of tests would spend on the same routes. They
ask for everything by their kit, so it is the kit that changes: whoever borrows them last has them.
"""

from collections.abc import Mapping

from litestar import Litestar
from msgspec import structs

from siyu.bootstrap import web
from siyu.kernel.kit import Kit

_BUILT: dict[int, tuple[Kit, Mapping[str, Litestar]]] = {}
"""By the database that they stand on: the kit that they have, which is changed in place."""


def lent(kit: Kit) -> Mapping[str, Litestar]:
    """Every audience's app by its prefix, with this kit from now on."""
    found = _BUILT.get(id(kit.database))
    if found is None:
        own = structs.replace(kit)
        found = _BUILT[id(kit.database)] = own, web.audiences(own)
    own, apps = found
    for name in own.__struct_fields__:
        structs.force_setattr(own, name, getattr(kit, name))
    return apps
