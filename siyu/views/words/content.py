"""What content tells about a customer, in words."""

from siyu.modules.content.facts import ArticleRead
from siyu.views.words.saying import Link, Render, Said, Saying


def _read(fact: ArticleRead, say: Saying) -> Said:
    again = say.pick("再次阅读了文章", "Read an article again")
    title = say.pick("阅读了文章", "Read an article") if fact.first else again
    return Said(title=title, link=Link("article", fact.article))


SAYS: dict[str, Render] = {ArticleRead.NAME: _read}
