"""What fulfilment tells about a customer, in words."""

from siyu.modules.fulfilment import PickupReady, PickupRedeemed, PickupVoided
from siyu.views.words.saying import Render, Said, Saying


def _ready(fact: PickupReady, say: Saying) -> Said:
    return Said(title=say.pick("订单可以自提", "An order may be fetched"), lines=_at(fact, say))


def _redeemed(fact: PickupRedeemed, say: Saying) -> Said:
    return Said(title=say.pick("自提完成", "Fetched an order"), lines=_at(fact, say), tone="care")


def _voided(fact: PickupVoided, say: Saying) -> Said:
    return Said(title=say.pick("自提码作废", "A pickup code is void"), lines=_at(fact, say))


def _at(fact: PickupReady | PickupRedeemed | PickupVoided, say: Saying) -> tuple[str, ...]:
    store = say.store(fact.store)
    return (store,) if store else ()


SAYS: dict[str, Render] = {
    PickupReady.NAME: _ready,
    PickupRedeemed.NAME: _redeemed,
    PickupVoided.NAME: _voided,
}
