"""Console doors of the ledger: whether the books are right."""

from siyu.api.stock_shapes import InvariantShape, invariants
from siyu.kernel.doors import Ask, door


@door.get("/ledger/invariants", permit="ledger.read")
async def list_invariants(ask: Ask) -> list[InvariantShape]:
    """What must always hold of the books, each read anew from the first line on."""
    return await invariants(ask)


DOORS = [list_invariants]
