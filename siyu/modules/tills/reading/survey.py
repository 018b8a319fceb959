"""What a file would come to if it were imported as mapped."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from siyu.modules.tills.reading.problems import RowProblem
from siyu.modules.tills.reading.values import Row

_DIFFERENT = 5_000


class Survey:
    """Counts rows as they pass; the codes of stores, articles and guides with how often each."""

    def __init__(self, head: int) -> None:
        self._head = head
        self.head: list[Row | RowProblem] = []
        self.good = self.bad = self.returns = self.without_member = self.amount_minor = 0
        self.first_at: datetime | None = None
        self.last_at: datetime | None = None
        self.stores: Counter[str] = Counter()
        self.skus: Counter[str] = Counter()
        self.guides: Counter[str] = Counter()

    def take(self, items: Iterable[Row | RowProblem]) -> None:
        for item in items:
            if len(self.head) < self._head:
                self.head.append(item)
            if isinstance(item, RowProblem):
                self.bad += 1
            else:
                self._count(item)

    def _count(self, row: Row) -> None:
        self.good += 1
        self.returns += row.kind == "return"
        self.without_member += row.member is None
        self.amount_minor += row.amount_minor
        self.first_at = min(self.first_at or row.at, row.at)
        self.last_at = max(self.last_at or row.at, row.at)
        for counter, code in (
            (self.stores, row.store),
            (self.skus, row.sku),
            (self.guides, row.guide),
        ):
            # Of endlessly many codes only the first are counted: nobody maps them by hand.
            if code is not None and (code in counter or len(counter) < _DIFFERENT):
                counter[code] += 1
