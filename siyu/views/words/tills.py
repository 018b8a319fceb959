"""What the room of tills tells about a customer, in words."""

from siyu.modules.tills import facts
from siyu.views.words.saying import Link, Render, Said, Saying

SHOWN = 3
"""So many goods are named; the rest is counted."""


def _receipt(fact: facts.ReceiptRecorded, say: Saying) -> Said:
    back = fact.kind == "return"
    money = say.money(abs(fact.amount_minor) if back else fact.amount_minor)
    if not fact.opened:
        title = say.pick(f"小票补录 {money}", f"Lines added to a receipt, {money}")
    elif back:
        title = say.pick(f"退货 {money}", f"Returned goods for {money}")
    else:
        title = say.pick(f"消费 {money}", f"Bought for {money}")
    lines = [_goods(fact, say), say.who(fact.store, fact.guide), _changed(fact, say)]
    return Said(
        title=title,
        lines=tuple(filter(None, lines)),
        tone="return" if back else "money",
        link=Link("receipt", fact.receipt),
    )


def _goods(fact: facts.ReceiptRecorded, say: Saying) -> str:
    names = [name for line in fact.lines if (name := say.sku(line.sku))]
    shown = list(dict.fromkeys(names))[:SHOWN]
    if not shown:
        count = len(fact.lines)
        return say.pick(f"共 {count} 行", f"{count} line(s)")
    text = say.pick("、", ", ").join(shown)
    more = len(fact.lines) > len(shown)
    return text + say.pick(f" 等 {len(fact.lines)} 行", f" … {len(fact.lines)} lines") * more


def _changed(fact: facts.ReceiptRecorded, say: Saying) -> str:
    """An exchange: bought and brought back on one receipt."""
    if fact.kind == "return" or not fact.returned_minor:
        return ""
    back = say.money(-fact.returned_minor)
    return say.pick(f"其中退回 {back}", f"{back} of it brought back")


def _linked(fact: facts.ReturnLinked, say: Saying) -> Said:
    title = say.pick("退货找到了原小票", "A return found its receipt")
    return Said(title=title, tone="return", link=Link("receipt", fact.returns))


SAYS: dict[str, Render] = {
    facts.ReceiptRecorded.NAME: _receipt,
    facts.ReturnLinked.NAME: _linked,
}
