"""What a seat in a group moves in the ledger, in the same chain as goods and money.

A group's seats are an account with a floor, opened by the chain of the order that starts the
group; one seat for each person is a cap. So the last seat has one winner.
"""

from collections.abc import Mapping
from uuid import UUID

from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import groups, ledger


def moves(sit: groups.Sit) -> list[ledger.Post]:
    """What is held with the goods: a seat, and what she may have."""
    seats = ledger.seats(sit.group)
    found = [ledger.Post(seats, ledger.seats_world(sit.group), 1)]
    found.append(ledger.Post(ledger.quota_world(sit.group), _one(sit.group, sit.customer), 1))
    if sit.offer.cap is not None:
        had = ledger.cap(sit.offer.id, sit.customer, sit.offer.cap)
        found.append(ledger.Post(ledger.quota_world(sit.offer.id), had, sit.pieces))
    return found


def opening(sit: groups.Sit) -> list[ledger.Post]:
    """What starting a group posts at once: so many seats."""
    if not sit.starts:
        return []
    return [ledger.Post(ledger.seats_world(sit.group), ledger.seats(sit.group), sit.offer.size)]


def locks(group: UUID, customer: UUID, offer: groups.Offer) -> list[ledger.Account]:
    found = [ledger.seats(group), _one(group, customer)]
    if offer.cap is not None:
        found.append(ledger.cap(offer.id, customer, offer.cap))
    return found


def accounts(seats: Mapping[UUID, groups.Seat]) -> list[ledger.Account]:
    """What is locked before any of these ends or is paid."""
    found: list[ledger.Account] = []
    for one in seats.values():
        found += [ledger.seats(one.group_id), _one(one.group_id, one.customer_id)]
        if one.cap is not None:
            found.append(ledger.cap(one.offer_id, one.customer_id, one.cap))
    return found


def again(seat: groups.Seat) -> list[ledger.Post]:
    """Late money takes a seat that is free still; a group that ended has none."""
    found = [
        ledger.Post(ledger.seats(seat.group_id), ledger.seats_world(seat.group_id), 1),
        ledger.Post(ledger.quota_world(seat.group_id), _one(seat.group_id, seat.customer_id), 1),
    ]
    if seat.cap is not None:
        had = ledger.cap(seat.offer_id, seat.customer_id, seat.cap)
        found.append(ledger.Post(ledger.quota_world(seat.offer_id), had, seat.pieces))
    return found


def back(seat: groups.Seat, pieces: int) -> list[ledger.Post]:
    """What is refunded she has not had."""
    if seat.cap is None or not pieces:
        return []
    had = ledger.cap(seat.offer_id, seat.customer_id, seat.cap)
    return [ledger.Post(had, ledger.quota_world(seat.offer_id), pieces)]


async def void(work: Work, seats: Mapping[UUID, groups.Seat]) -> dict[UUID, list[ledger.Post]]:
    """For orders that start a group and come to nothing: its seats go with them."""
    starts = [one for one in seats.values() if one.starts]
    found = await groups.groups_of(work, [one.group_id for one in starts])
    return {
        one.order_id: [
            ledger.Post(
                ledger.seats(one.group_id),
                ledger.seats_world(one.group_id),
                found[one.group_id].size,
            )
        ]
        for one in starts
        if found[one.group_id].state == "begun"
    }


def refusal(short: ledger.Short, sit: groups.Sit) -> Refusal:
    """Why she gets no seat."""
    said = {"wanted": short.wanted, "left": short.left}
    if short.account.kind == "seats":
        return groups.GroupFull(**said)
    if short.account.owner == sit.group:
        return groups.InIt()
    return groups.CapReached(**said, most=sit.offer.cap)


def _one(group: UUID, customer: UUID) -> ledger.Account:
    """One seat of a group for each person."""
    return ledger.cap(group, customer, 1)
