"""Pure: what sending costs. Worked in docs/algorithms/freight.md.

Goods are sent under templates: pieces of one template count together, templates add up. A template
has one charge for everywhere, others for some provinces, and provinces it does not serve.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

_Pieces = Annotated[int, Meta(ge=1, le=9_999)]
_Minor = Annotated[int, Meta(ge=0, le=10**9)]
Province = Annotated[str, Meta(pattern=r"^[1-8][0-9]$")]


class Charge(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first pieces cost so much, each begun lot of further ones so much more.

    From `free_from_minor` of goods at unit prices on it costs nothing; None: never.
    """

    first: _Pieces = 1
    first_minor: _Minor
    more: _Pieces = 1
    more_minor: _Minor = 0
    free_from_minor: _Minor | None = None


class Zone(Charge, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another charge for these provinces."""

    provinces: Annotated[list[Province], Meta(min_length=1, max_length=34)]


class Terms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a version of a template says."""

    usual: Charge
    zones: Annotated[list[Zone], Meta(max_length=34)] = []
    unserved: Annotated[list[Province], Meta(max_length=34)] = []


class Template(Struct, frozen=True, kw_only=True):
    """A version of a template; it never changes."""

    id: UUID
    version: int
    terms: Terms


class Sent(Struct, frozen=True, kw_only=True):
    """A line that is to be sent; without a template it costs nothing to send."""

    template: Template | None
    pieces: int
    goods_minor: int


class Part(Struct, frozen=True, kw_only=True):
    """What the goods of one template cost to send."""

    template: UUID
    version: int
    pieces: int
    goods_minor: int
    amount_minor: int


class Freight(Struct, frozen=True, kw_only=True):
    """What it costs, and of which parts that is made up."""

    amount_minor: int
    parts: tuple[Part, ...]
    province: str


def freight(sent: Sequence[Sent], province: str) -> Freight | list[int]:
    """What sending all this there costs; or the places of those that are not sent there."""
    not_there = [
        at for at, one in enumerate(sent) if one.template and not serves(one.template, province)
    ]
    if not_there:
        return not_there
    templates = {one.template.id: one.template for one in sent if one.template}
    parts = [_part(templates[id_], sent, province) for id_ in sorted(templates)]
    whole = sum(part.amount_minor for part in parts)
    return Freight(amount_minor=whole, parts=tuple(parts), province=province)


def serves(template: Template, province: str) -> bool:
    return province not in template.terms.unserved


def charge_for(terms: Terms, province: str) -> Charge:
    return next((zone for zone in terms.zones if province in zone.provinces), terms.usual)


def cost(charge: Charge, pieces: int, goods_minor: int) -> int:
    """What so many pieces that are worth so much cost to send."""
    if charge.free_from_minor is not None and goods_minor >= charge.free_from_minor:
        return 0
    further = max(0, pieces - charge.first)
    return charge.first_minor + -(-further // charge.more) * charge.more_minor


def twice(terms: Terms) -> str | None:
    """A province of which the terms say two things; None if there is none."""
    seen: set[str] = set()
    for province in _named(terms):
        if province in seen:
            return province
        seen.add(province)
    return None


def _named(terms: Terms) -> Iterable[str]:
    yield from terms.unserved
    for zone in terms.zones:
        yield from zone.provinces


def _part(template: Template, sent: Sequence[Sent], province: str) -> Part:
    own = [one for one in sent if one.template and one.template.id == template.id]
    pieces, goods = sum(one.pieces for one in own), sum(one.goods_minor for one in own)
    return Part(
        template=template.id,
        version=template.version,
        pieces=pieces,
        goods_minor=goods,
        amount_minor=cost(charge_for(template.terms, province), pieces, goods),
    )
