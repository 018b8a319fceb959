"""How vouchers look to her and to the house, and what their doors share. The digits travel in
bodies: addresses are written into logs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.order_shapes import Key
from siyu.api.typed import Free, Reason
from siyu.flows import refund_order
from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import catalog, customers, orders, vouchers
from siyu.modules.customers import CustomerRef
from siyu.modules.vouchers import Voucher
from siyu.views.letters import PICTURES
from siyu.views.refs import PersonRef, PlaceRef, Refs, gather_refs

Digits = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
Times = Annotated[int, Meta(ge=1, le=1_000)]
State = Literal["any", "open", "used", "expired", "given_back", "void"]
LOOKS = [
    vouchers.UnknownCode,
    vouchers.OtherStore,
    vouchers.Expired,
    vouchers.AllUsed,
    vouchers.Voided,
    vouchers.TooManyGuesses,
]
REDEEMS = [*LOOKS, vouchers.TooFewLeft, vouchers.KeyTaken]
BACKS = [
    vouchers.NothingToGiveBack,
    vouchers.Voided,
    orders.NotPossible,
    orders.NotPaid,
    orders.KeyTaken,
]


class CodeShown(Struct, frozen=True, forbid_unknown_fields=True):
    """Ten digits as they were typed or scanned; blanks and dashes are left out."""

    code: Digits


class UseGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many uses of the voucher with this code. The same `key` is the same redemption."""

    code: Digits
    uses: Times = 1
    key: Key


class BackGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many unused uses go back, or all that are left. The same `id` is the same refund."""

    id: UUID | None = None
    uses: Times | None = None
    why: Free = ""


class VoidGiven(Struct, frozen=True, forbid_unknown_fields=True):
    why: Reason


class VoucherHead(Struct, frozen=True, kw_only=True):
    """A voucher; `left` of `uses` can still be used, at `stores` (null: at every one)."""

    id: UUID
    order: UUID
    sku: UUID
    name: str
    picture_url: str | None
    state: vouchers.State
    uses: int
    used: int
    back: int
    left: int
    paid_minor: int
    stores: list[PlaceRef] | None
    tail: str
    issued_at: datetime
    valid_until: datetime


class MyVoucher(VoucherHead, frozen=True, kw_only=True):
    """Hers: `code` are the digits, as long as it can be used."""

    code: str | None


class VoucherItem(VoucherHead, frozen=True, kw_only=True):
    """As the house sees it."""

    customer: CustomerRef | None
    phone_masked: str | None
    voided_at: datetime | None
    void_why: str | None


class UseMade(Struct, frozen=True, kw_only=True):
    """Uses that were made: when, where, by whom."""

    id: UUID
    uses: int
    at: datetime
    store: PlaceRef | None
    by: PersonRef | None


class VoucherDetail(VoucherItem, frozen=True, kw_only=True):
    """With what was made of it, the latest first."""

    redemptions: list[UseMade]


async def my_vouchers(work: Work, found: Sequence[Voucher]) -> list[MyVoucher]:
    heads = await _heads(work, found)
    open_ = [one for one in found if vouchers.state_of(one, work.now) == "open"]
    codes = {one.voucher.id: one.code for one in await vouchers.codes_of(work, open_)}
    return [MyVoucher(**head, code=codes.get(head["id"])) for head in heads]


async def voucher_items(work: Work, found: Sequence[Voucher]) -> list[VoucherItem]:
    return [VoucherItem(**head) for head in await _inside(work, found)]


async def voucher_detail(work: Work, one: Voucher) -> VoucherDetail:
    [head] = await _inside(work, [one])
    made = await vouchers.list_redemptions(work, [one.id])
    refs = await gather_refs(
        work, stores={m.store_id for m in made}, people={m.by_id for m in made}
    )
    return VoucherDetail(
        **head,
        redemptions=[
            UseMade(
                id=m.id,
                uses=m.uses,
                at=m.at,
                store=refs.store(m.store_id),
                by=refs.person(m.by_id),
            )
            for m in made
        ],
    )


async def answer(work: Work, found: Voucher | Refusal) -> VoucherItem | Refusal:
    """What to say once the work is committed: also a wrong guess has to stay counted."""
    return found if isinstance(found, Refusal) else (await voucher_items(work, [found]))[0]


def must_be_told(said: VoucherItem | Refusal) -> VoucherItem:
    if isinstance(said, Refusal):
        raise said
    return said


async def give_back(work: Work, one: Voucher, data: BackGiven) -> Voucher:
    await refund_order.ask_voucher(
        work, one, refund=data.id or work.new_id(), uses=data.uses, why=data.why
    )
    return await vouchers.get_voucher(work, one.id)


async def _inside(work: Work, found: Sequence[Voucher]) -> list[dict[str, Any]]:
    hers = await customers.refs(work, [one.customer_id for one in found])
    phones = await customers.masked_phones(work, [one.customer_id for one in found])
    return [
        {
            **head,
            "customer": hers.get(one.customer_id),
            "phone_masked": phones.get(one.customer_id),
            "voided_at": one.voided_at,
            "void_why": one.void_why,
        }
        for head, one in zip(await _heads(work, found), found, strict=True)
    ]


async def _heads(work: Work, found: Sequence[Voucher]) -> list[dict[str, Any]]:
    refs = await gather_refs(work, stores={s for one in found for s in one.stores or ()})
    offers = await catalog.offers(work, [one.sku_id for one in found])
    return [_head(one, refs, offers, work.now) for one in found]


def _head(
    one: Voucher, refs: Refs, offers: Mapping[UUID, catalog.Offer], now: datetime
) -> dict[str, Any]:
    offer = offers.get(one.sku_id)
    return {
        "id": one.id,
        "order": one.order_id,
        "sku": one.sku_id,
        "name": one.name,
        "picture_url": f"{PICTURES}/{offer.picture}" if offer and offer.picture else None,
        "state": vouchers.state_of(one, now),
        "uses": one.uses,
        "used": one.used,
        "back": one.back,
        "left": one.left,
        "paid_minor": one.paid_minor,
        "stores": None
        if one.stores is None
        else [place for id_ in one.stores if (place := refs.store(id_))],
        "tail": one.tail,
        "issued_at": one.issued_at,
        "valid_until": one.valid_until,
    }
