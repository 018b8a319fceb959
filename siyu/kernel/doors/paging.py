"""Lists always page and always have a maximum."""

from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import Parameter

from siyu.kernel.lists import MAX_ROWS

MAX_SIZE = 100

T = TypeVar("T")


Search = Annotated[str, Parameter(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""What somebody searches for. (msgspec's own limits are not looked at in queries.)"""


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of a list; `total` is exact up to MAX_ROWS, `more` says that there are more."""

    items: list[T]
    total: int
    more: bool
    page: int
    size: int


class Paging(msgspec.Struct, frozen=True):
    """Which page is asked for; `limit` and `offset` are for the query."""

    page: int
    size: int

    @property
    def limit(self) -> int:
        return self.size

    @property
    def offset(self) -> int:
        return min((self.page - 1) * self.size, MAX_ROWS)

    def of(self, items: list[T], counted: int) -> Page[T]:
        """The page; `counted` comes from a count that stops at MAX_ROWS + 1."""
        return Page(items, min(counted, MAX_ROWS), counted > MAX_ROWS, self.page, self.size)


def paging(
    page: Annotated[int, Parameter(query="page", ge=1, le=MAX_ROWS)] = 1,
    size: Annotated[int, Parameter(query="size", ge=1, le=MAX_SIZE)] = 20,
) -> Paging:
    return Paging(page, size)
