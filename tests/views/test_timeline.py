"""What happened, in sentences."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

import msgspec
import pytest

from siyu.kernel.db import Actor, Work, Works
from siyu.kernel.errors import Language
from siyu.kernel.facts.envelope import Fact, declared, fact
from siyu.kernel.money import currency
from siyu.modules import customers, messaging, tasks
from siyu.modules.customers import values
from siyu.views import words
from siyu.views.refs import Refs
from siyu.views.timeline import PAGE, get_timeline
from siyu.views.words.saying import Saying
from tests.house.merchant import Merchant, buy

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
PHONE = "13800138001"


@fact("customers.kettle_lent")
class KettleLent(Fact, frozen=True, kw_only=True):
    """A fact that nobody has found words for."""


async def titles(work: Work, customer: UUID, **more: Any) -> list[str]:
    return [item.title for item in (await get_timeline(work, customer, "zh", **more)).items]


async def test_a_life_is_told_in_the_language_asked_for(works: Works, merchant: Merchant) -> None:
    async with works.open(merchant.tenant, actor=Actor("staff", merchant.lin)) as work:
        anna = await buy(work, merchant, PHONE, NOON, 1_234_50)
        await buy(work, merchant, PHONE, NOON + timedelta(minutes=1), -10_00)
    async with works.look(merchant.tenant) as work:
        assert await titles(work, anna) == ["退货 ¥10.00", "消费 ¥1,234.50", "第一次认识"]
        page = await get_timeline(work, anna, "en")
    returned, bought, met = page.items
    assert (returned.title, returned.tone) == ("Returned goods for ¥10.00", "return")
    assert bought.title == "Bought for ¥1,234.50"
    assert bought.link is not None
    assert bought.link.kind == "receipt"
    assert "东门店 · 林静" in bought.lines
    assert met.lines == ["Member number 1", "Through a till, by phone", "东门店 · 林静"]
    assert met.actor == "林静"


async def test_a_fact_without_words_is_shown_by_its_name(works: Works, merchant: Merchant) -> None:
    async with works.open(merchant.tenant) as work:
        anna = await buy(work, merchant, PHONE, NOON, 100)
        work.tell(KettleLent(), subject=anna)
    async with works.look(merchant.tenant) as work:
        assert (await titles(work, anna))[0] == "customers.kettle_lent"


async def test_a_timeline_goes_on_where_the_page_before_ended(
    works: Works, merchant: Merchant
) -> None:
    async with works.open(merchant.tenant) as work:
        anna = await buy(work, merchant, PHONE, NOON, 100)
        for _ in range(PAGE + 5):
            work.tell(KettleLent(), subject=anna)
    async with works.look(merchant.tenant) as work:
        first = await get_timeline(work, anna, "zh")
        assert first.next is not None
        second = await get_timeline(work, anna, "zh", before=first.next)
    ids = [item.id for item in (*first.items, *second.items)]
    assert (len(first.items), second.next) == (PAGE, None)
    assert len(set(ids)) == len(ids) == PAGE + 7


async def test_a_timeline_can_be_narrowed_to_some_facts(works: Works, merchant: Merchant) -> None:
    async with works.open(merchant.tenant) as work:
        anna = await buy(work, merchant, PHONE, NOON, 100)
    async with works.look(merchant.tenant) as work:
        names = ["customers.customer_met"]
        assert await titles(work, anna, names=names) == ["第一次认识"]
        assert await titles(work, anna, before="no such place") != []


def test_every_fact_about_a_customer_has_words() -> None:
    """Messages and customers tell of nobody else; of the tills those that name her."""
    told = {name for name, _ in declared() if name.startswith(("customers.", "messaging."))}
    told |= {"tills.receipt_recorded", "tills.return_linked"}
    told |= {"channels.visit_joined", "channels.link_opened", "content.article_read"}
    told |= {
        name for name, _ in declared() if name.startswith(("distribution.", "tasks.", "loyalty."))
    }
    about_nobody = {"distribution.earned", "distribution.thawed", "distribution.clawed_back"}
    about_nobody |= {"distribution.plan_set", "loyalty.points_rule_set", "loyalty.programme_set"}
    about_nobody |= {KettleLent.NAME, "messaging.campaign_started", "messaging.campaign_ended"}
    assert told - about_nobody <= set(words.RENDERERS)


def shaped(type_: Any) -> Iterable[Any]:
    """Every value of a field where values are named, else one that is like no word."""
    if get_origin(type_) is Literal:
        return get_args(type_)
    plain = {UUID: UUID(int=7), int: 5, bool: True, datetime: NOON, date: NOON.date()}
    known = [plain[one] for one in get_args(type_) or [type_] if one in plain]
    return known or [()]


CODES: dict[str, dict[str, Sequence[Any]]] = {
    "customers": {
        "source": ["pos", "member_list", "storefront", "console", "guide", "open"],
        "kind": get_args(values.IdentityKind),
        "rule": get_args(values.Rule),
        "state": get_args(values.ConsentState),
        "purpose": ["service", *(one.code for one in customers.PURPOSES)],
        "fields": [["name", "remark", "gender", "birthday"]],
        "channel": ["sms"],
        "via": ["by_hand", "list", "audience", "open"],
        "reason": ["protected", "first_add", "decided_by_hand", "only_by_hand"],
    },
    "messaging": {
        "purpose": ["service", "marketing"],
        "channel": ["in_app", "sms"],
        "template": [messaging.SIGN_IN_CODE],
        "card": ["product", "article"],
    },
    "tasks": {"kind": get_args(tasks.Kind), "reason": get_args(tasks.Dismissal)},
    "messaging.letter_withheld": {"reason": get_args(messaging.Reason)},
}
NUMBER = ["7"]
"""What tills, vendors and their systems are called by others is no code of ours."""


def codes_of(shape: type[Fact], field: str) -> Sequence[Any]:
    room = CODES.get(shape.NAME.partition(".")[0], {}) | CODES.get(shape.NAME, {})
    return room.get(field, NUMBER)


def every_telling(shape: type[Fact]) -> Iterable[Fact]:
    """The fact with each value that each of its fields may have."""
    fields = msgspec.structs.fields(shape)
    each = {
        f.name: codes_of(shape, f.name)
        if f.type in (str, str | None, list[str])
        else list(shaped(f.type))
        for f in fields
    }
    for n in range(max(map(len, each.values()), default=1)):
        yield shape(**{name: some[n % len(some)] for name, some in each.items()})


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(words.RENDERERS))
def test_no_code_is_shown_as_it_is(name: str, language: Language) -> None:
    saying = Saying(
        language=language, currency=currency("CNY"), refs=Refs(stores={}, people={}, skus={})
    )
    for (declared_name, _), shape in declared().items():
        for told in every_telling(shape) if declared_name == name else ():
            said = words.RENDERERS[name](told, saying)
            text = " ".join((said.title, *said.lines))
            assert "_" not in text
            assert language == "en" or not re.search("[a-z]", text), text


async def test_every_change_of_a_customer_has_its_sentence(
    works: Works, merchant: Merchant
) -> None:
    async with works.open(merchant.tenant, actor=Actor("staff", merchant.lin)) as work:
        anna = await buy(work, merchant, PHONE, NOON, 100)
        remark = customers.ProfileChange(fields=frozenset({"remark"}), remark="对奶粉过敏")
        await customers.change_profile(work, anna, remark)
        await customers.reveal_phone(work, anna)
        await customers.assign(work, anna, store=merchant.west, guide=None, reason="搬家")
        await customers.agree(work, anna, "marketing_sms", granted=True, source="storefront")
    async with works.look(merchant.tenant) as work:
        said = await titles(work, anna)
        lines = [line for i in (await get_timeline(work, anna, "zh")).items for line in i.lines]
    assert set(said) >= {
        "资料修改：备注",
        "查看了完整手机号",
        "归属 西门店",
        "同意短信优惠通知",
    }
    assert "原归属：东门店 · 林静" in lines
    assert not any("过敏" in text for text in (*said, *lines))
