"""Who looks after a customer, and why, as she is told it herself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.modules import customers, tenants
from siyu.modules.customers import BondDecision
from siyu.views.refs import PersonRef, PlaceRef, gather_refs

_BECAUSE: dict[str, tuple[str, str]] = {
    "add": (
        "您于 {day} 扫码认识了{guide}，有事随时找{guide}。",
        "You came by {guide}'s code on {day}, so {guide} looks after you.",
    ),
    "purchase": (
        "您于 {day} 购物时由{guide}接待，有事随时找{guide}。",
        "{guide} served you when you bought on {day}, and looks after you since.",
    ),
    "hand": (
        "门店在 {day} 安排{guide}为您服务。",
        "The store chose {guide} to look after you on {day}.",
    ),
}
_PLAIN = ("{guide}为您服务。", "{guide} looks after you.")
_STORE = (
    "您归属{store}，到店时店员会为您服务。",
    "{store} is your store; anybody there helps you.",
)
_STAYED: dict[str, tuple[str, str]] = {
    "protected": (
        "您仍由{guide}服务：在 {until} 之前不更换导购。",
        "{guide} still looks after you: nobody takes over before {until}.",
    ),
    "first_add": (
        "您仍由{guide}服务：谁先认识您，就由谁为您服务。",
        "{guide} still looks after you: whoever met you first does.",
    ),
    "decided_by_hand": (
        "您仍由{guide}服务：这是门店为您安排的。",
        "{guide} still looks after you: the store chose so.",
    ),
    "only_by_hand": (
        "您仍由{guide}服务：在这里由门店安排导购。",
        "{guide} still looks after you: here the store decides.",
    ),
}


class MyGuide(Struct, frozen=True, kw_only=True):
    """Her store and guide; `why` is a sentence, None where nobody looks after her yet."""

    store: PlaceRef | None
    guide: PersonRef | None
    since: datetime | None
    why: str | None


async def get_my_guide(work: Work, customer: UUID, language: Language) -> MyGuide:
    """Whose she is; the latest decision about her says why."""
    person = await customers.get_customer(work, customer)
    refs = await gather_refs(work, stores={person.store_id}, people={person.guide_id})
    store, guide = refs.store(person.store_id), refs.person(person.guide_id)
    decided = await customers.list_decisions(work, customer)
    bound = next((one for one in decided if _made_it_so(one, person.guide_id)), None)
    merchant = await tenants.get_tenant(work)

    def say(words: tuple[str, str], **slots: datetime | None) -> str:
        days = {name: at and str(merchant.date_of(at)) for name, at in slots.items()}
        names = {"guide": guide.name if guide else "", "store": store.name if store else ""}
        return words[language == "en"].format(**names, **days)

    if guide is None:
        why = say(_STORE) if store else None
    elif kept := _just_kept(decided, person.guide_id):
        why = say(_STAYED[kept.reason], until=kept.until)
    elif bound is not None and bound.event in _BECAUSE:
        why = say(_BECAUSE[bound.event], day=bound.at)
    else:
        why = say(_PLAIN)
    return MyGuide(store=store, guide=guide, since=bound.at if bound else None, why=why)


def _made_it_so(one: BondDecision, guide: UUID | None) -> bool:
    return guide is not None and one.outcome == "moved" and one.guide_id == guide


def _just_kept(decided: Sequence[BondDecision], guide: UUID | None) -> BondDecision | None:
    """The last thing that was decided, if it was that she stays."""
    last = decided[0] if decided else None
    if last is None or last.outcome != "kept" or last.guide_id != guide:
        return None
    known = last.reason in _STAYED and (last.until is not None or last.reason != "protected")
    return last if known else None
