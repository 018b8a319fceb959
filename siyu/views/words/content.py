"""What content tells about a customer, in words."""

from siyu.modules.content.facts import ArticleRead
from siyu.views.words.saying import Link, Render, Said, Saying


def _read(fact: ArticleRead, say: Saying) -> Said:
    name = say.article(fact.article)
    again = say.pick(f"再次阅读了文章{name}", f"Read the article{name} again")
    title = say.pick(f"阅读了文章{name}", f"Read the article{name}") if fact.first else again
    return Said(title=title, link=Link("article", fact.article))


SAYS: dict[str, Render] = {ArticleRead.NAME: _read}
