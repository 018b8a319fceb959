"""A short life in every run, and proof that its judge bites: each planted fault makes it red."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from siyu.flows import place_orders, settle_payment
from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.ids import TenantId
from siyu.modules import loyalty, promotions
from siyu.modules.distribution import rules as shares
from siyu.modules.orders import rules as ways
from tests.house.depth import DEEP, times
from tests.simulator import model
from tests.simulator.ground import Ground
from tests.simulator.model import Goods
from tests.simulator.platform import Faults
from tests.simulator.run import simulate

SURE = {
    "orders", "coupon", "pay", "expiry", "partial_refund", "points_earned", "mailed", "gift",
    "cut before a statement", "cut after a statement", "cut before a commit",
}  # fmt: skip
"""What even a short life has; `make simulate` asks for every kind."""


@pytest.fixture
def ground(
    database: Database, keyring: Keyring, clock: StoppedClock, tmp_path: Path, alone: None
) -> Ground:
    return Ground(database, keyring, clock, tmp_path)


async def test_a_day_of_trade_ends_as_the_model_says(ground: Ground, tenant: TenantId) -> None:
    told = await simulate(
        ground,
        seed=7,
        days=1,
        per_day=times(50, 150),
        tenant=tenant,
        people=14,
        cuts=0.15,
        every=times(0, 97),
    )
    print(told.last_line(), told.took)
    assert told.violations == []
    assert not SURE & set(told.missing())
    assert told.counts["orders"] >= 25


async def nothing(*_: object, **__: object) -> None:
    """Done instead of a guard."""


def holds_one(real: Callable[..., Any]) -> Callable[..., Any]:
    """Of every line from the shelf one piece is held, whatever was ordered."""

    def chain(one: Any, until: Any) -> Any:
        held = real(one, until)
        steps = [
            type(step)(step.debit, step.credit, 1, step.expires_at)
            if hasattr(step, "expires_at") and step.debit.kind == "stock"
            else step
            for step in held.steps
        ]
        return type(held)(id=held.id, steps=tuple(steps), reason=held.reason, ref=held.ref)

    return chain


Patch = tuple[object, str, Any]
PLANTED: dict[str, tuple[tuple[Patch, ...], str]] = {
    "what is held is less than what was sold": (
        ((place_orders, "_chain", holds_one(place_orders._chain)),), "oversold|there, .* held",
    ),
    "a refund keeps a fen": (
        ((ways, "back_of", lambda line, n, real=ways.back_of: max(0, real(line, n) - 1)),),
        "of line .* brought",
    ),
    "commission is not clawed back": (
        ((shares, "kept", lambda amount, *_: amount),), "line .* keeps",
    ),
    "points stay when goods go back": (
        ((loyalty, "kept", lambda lines, _: list(lines)),), "points, the model says",
    ),
    "a coupon of an ended order stays used": (
        ((promotions, "give_back", nothing),), "coupon .* is used by",
    ),
    "late money is forgotten": (
        ((settle_payment, "_return", nothing), (settle_payment, "_is_free", lambda *_: False)),
        "the platform kept .*, the model says",
    ),
}  # fmt: skip


@pytest.mark.parametrize("faults", [[one] for one in PLANTED] if DEEP else [list(PLANTED)])
async def test_planted_faults_make_the_judge_red(
    ground: Ground, tenant: TenantId, monkeypatch: pytest.MonkeyPatch, faults: list[str]
) -> None:
    """One life with all of them, where there is little time."""
    for fault in faults:
        for where, name, instead in PLANTED[fault][0]:
            monkeypatch.setattr(where, name, instead)
    told = await simulate(
        ground,
        seed=3,
        days=1,
        per_day=60,
        tenant=tenant,
        people=8,
        cuts=0,
        faults=Faults(late=0.6, after_time=1),
    )
    said = "\n".join(told.violations)
    assert [one for one in faults if not re.search(PLANTED[one][1], said)] == [], said[:3000]


def test_the_model_knows_the_worked_pages() -> None:
    """docs/algorithms: prices, orders, who-earns, points, stored value."""
    first, second, third = sorted((uuid4() for _ in range(3)), key=str)
    goods = {sku: Goods(sku=sku, price=10_000) for sku in (first, second, third)}
    coupon = model.Coupon(uuid4(), amount=100, threshold=0)
    lines = [(third, 1), (first, 1), (second, 1)]
    assert model.payables(lines[:2], goods, coupon) == {third: 9950, first: 9950}
    # 满 300 减 20 takes 667, 667 and 666; of what is left the coupon takes 33, 33 and 34.
    assert model.payables(lines, goods, coupon) == dict.fromkeys((third, first, second), 9300)
    assert model.price(lines, goods, coupon) == 27_900
    assert [model.back_of(100, 3, n) for n in (1, 2, 3)] == [33, 66, 100]
    assert [model.kept_of(245, 4900, back) for back in (1633, 3266, 4900)] == [163, 81, 0]
    assert model.commission_of([33, 33, 34]) == 5
    assert model.points_of([50, 50]) == 1
    assert model.principal_first(50_000, 52_000) == (50_000, 2_000)
