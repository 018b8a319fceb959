"""Pure: names of groups, why one may not sit down, and what a payment makes of a group.

Worked in docs/algorithms/group-buy.md.
"""

from datetime import datetime
from uuid import UUID, uuid5

from siyu.kernel.errors import Refusal
from siyu.modules.groups.errors import GroupOver, GroupUnpaid, OfferOver, OtherStore
from siyu.modules.groups.values import UNPAID_FOR, Group, GroupState, Offer


def group_id(order: UUID) -> UUID:
    """The group that an order starts: sent twice it starts one."""
    return uuid5(order, "group")


def refusal(
    offer: Offer | None, group: Group | None, *, joins: bool, store: UUID, now: datetime
) -> Refusal | None:
    """Why one can neither start nor join; whether a seat is left the ledger says."""
    if offer is None or (not joins and not offer.runs(now)):
        return OfferOver()
    if offer.stores is not None and store not in offer.stores:
        return OtherStore()
    return _join_refusal(offer, group, store, now) if joins else None


def _join_refusal(offer: Offer, group: Group | None, store: UUID, now: datetime) -> Refusal | None:
    if group is None or group.offer_id != offer.id:
        return GroupOver()
    if group.store_id != store:
        return OtherStore()
    if group.state == "begun":
        return GroupUnpaid()
    # Of a full one the ledger has no seat left, and says so.
    return None if group.state in {"open", "full"} and now < group.until else GroupOver()


def pay_by(now: datetime, group: Group | None) -> datetime:
    """Five minutes, and never longer than the group itself."""
    latest = now + UNPAID_FOR
    return min(latest, group.until) if group is not None and group.state == "open" else latest


def after_payment(group: Group, paid: int, now: datetime) -> GroupState:
    """What a group is once so many seats are paid; after its time nothing fills it any more."""
    if group.state not in {"begun", "open"}:
        return group.state
    if paid >= group.size and (group.state == "begun" or now < group.until):
        return "full"
    return "open"


def masked(name: str | None) -> str:
    """A name as strangers see it: its first character; empty for who has none."""
    return f"{name[0]}**" if name else ""
