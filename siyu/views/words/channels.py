"""What channels tell about a customer, in words."""

from siyu.modules.channels import facts
from siyu.views.words.saying import Link, Render, Said, Saying

TARGETS = {"product": ("商品", "a product"), "article": ("文章", "an article")}


def _joined(fact: facts.VisitJoined, say: Saying) -> Said:
    title = say.pick("扫码进入商城", "Came to the storefront by a code")
    who = say.who(fact.store, fact.guide)
    new = say.pick("由此成为顾客", "Became a customer thereby") if fact.new else ""
    return Said(title=title, lines=tuple(filter(None, (who, new))), tone="care")


def _opened(fact: facts.LinkOpened, say: Saying) -> Said:
    target = say.word(TARGETS, fact.target)
    what = say.article if fact.target == "article" else say.product
    name = what(fact.target_id)
    title = say.pick(
        f"打开了导购分享的{target}{name}", f"Opened {target} that a guide shared:{name}"
    )
    guide = say.person(fact.guide)
    link = Link(fact.target, fact.target_id)
    return Said(title=title.rstrip(":"), lines=(guide,) if guide else (), link=link)


SAYS: dict[str, Render] = {
    facts.VisitJoined.NAME: _joined,
    facts.LinkOpened.NAME: _opened,
}
