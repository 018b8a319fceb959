"""By which ways people come: codes, visits, and the links that guides share."""

from siyu.modules.channels.actions.codes import close_code, make_code, set_cost
from siyu.modules.channels.actions.links import join_opening, open_links, share
from siyu.modules.channels.actions.visits import find_arrival, join_visit, scan
from siyu.modules.channels.errors import ClosedAlready, EndsBeforeStart, WithoutStore
from siyu.modules.channels.pictures import Paper, Poster, poster_png, qr_png
from siyu.modules.channels.queries import (
    figures,
    get_code,
    get_link,
    list_codes,
    list_links,
    months,
    sharers_of,
)
from siyu.modules.channels.rules import standing
from siyu.modules.channels.tokens import read_visitor, sign_visitor
from siyu.modules.channels.values import (
    Arrival,
    Code,
    CodeFilter,
    Domain,
    Figures,
    Knock,
    Link,
    MakeCode,
    Month,
    Opened,
    Scanned,
    Standing,
    Target,
)

__all__ = [
    "Arrival",
    "ClosedAlready",
    "Code",
    "CodeFilter",
    "Domain",
    "EndsBeforeStart",
    "Figures",
    "Knock",
    "Link",
    "MakeCode",
    "Month",
    "Opened",
    "Paper",
    "Poster",
    "Scanned",
    "Standing",
    "Target",
    "WithoutStore",
    "close_code",
    "figures",
    "find_arrival",
    "get_code",
    "get_link",
    "join_opening",
    "join_visit",
    "list_codes",
    "list_links",
    "make_code",
    "months",
    "open_links",
    "poster_png",
    "qr_png",
    "read_visitor",
    "scan",
    "set_cost",
    "share",
    "sharers_of",
    "sign_visitor",
    "standing",
]
