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
    get_article,
    get_published,
    list_articles,
    list_published,
)
from siyu.modules.content.rules import flags
from siyu.modules.content.values import Article, Category, Flag, Part, State, Write

__all__ = [
    "Article",
    "Category",
    "FirstFormula",
    "Flag",
    "Flagged",
    "NothingWritten",
    "Part",
    "State",
    "Write",
    "flags",
    "get_article",
    "get_published",
    "list_articles",
    "list_published",
    "must_not_be_first_formula",
    "publish",
    "read",
    "rewrite",
    "unpublish",
    "write",
]
