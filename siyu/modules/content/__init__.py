"""Content: what the merchant writes for its customers, and who has read it."""

from siyu.modules.content.actions import (
    must_not_be_first_formula,
    publish,
    read,
    rewrite,
    unpublish,
    write,
)
from siyu.modules.content.errors import FirstFormula, Flagged, NothingWritten
from siyu.modules.content.queries import (
    count_readings,
    find_published,
    get_article,
    get_published,
    list_articles,
    list_published,
    titles,
)
from siyu.modules.content.rules import flags
from siyu.modules.content.values import Article, Category, Flag, Part, Read, State, Write

__all__ = [
    "Article",
    "Category",
    "FirstFormula",
    "Flag",
    "Flagged",
    "NothingWritten",
    "Part",
    "Read",
    "State",
    "Write",
    "count_readings",
    "find_published",
    "flags",
    "get_article",
    "get_published",
    "list_articles",
    "list_published",
    "must_not_be_first_formula",
    "publish",
    "read",
    "rewrite",
    "titles",
    "unpublish",
    "write",
]
