"""Who may enter which door: one row for each, and a door without a row fails the suite.

`may` lists roles for console and guide desk, a permit for the open API (`key:…`), `customer` or
`anybody`. `{names}` in path, query and body are things of the town (tests/house/town.py).
`scoped` says that the thing belongs to a store: then the same role of another store is out too.
"""

from typing import Any

from msgspec import Struct

EVERYBODY = "owner hq finance service region manager"
SHOP = "owner hq service region manager"
LEADERS = "owner hq region manager"
FIGURES = "owner hq finance region manager"
OFFICE = "owner hq"
MONEYED = "owner hq finance service region manager"
IMPORTS = "owner hq finance"
DESK = "manager guide"
COLUMNS = ("kernel.columns_down",)
"""The columns are away in this suite: whoever is told so was let in."""


class Row(Struct, frozen=True, kw_only=True):
    """A door and who gets in; `answers` are refusals that only somebody let in can hear."""

    door: str
    may: str
    at: str = ""
    """The thing that the path names."""
    query: dict[str, str] = {}
    send: Any = None
    upload: str = ""
    scoped: bool = False
    answers: tuple[str, ...] = ()
    once: bool = False
    """Whoever enters ends the session it was done with: each comes with a fresh one."""


def _row(prefix: str, door: str, may: str, more: dict[str, Any]) -> Row:
    method, path = door.split(" ")
    return Row(door=f"{method} {prefix}{path}", may=may, **more)


def console(door: str, may: str, **more: Any) -> Row:
    return _row("/api/console", door, may, more)


def desk(door: str, may: str, **more: Any) -> Row:
    return _row("/api/guide", door, may, more)


def shop(door: str, may: str, **more: Any) -> Row:
    return _row("/api/storefront", door, may, more)


def key(door: str, permit: str, **more: Any) -> Row:
    return _row("/open/v1", door, f"key:{permit}", more)


WRONG = ("staff.wrong_credentials",)
CREDENTIALS = {"account": "nobody", "password": "a guess that fails"}
HER: dict[str, Any] = {"at": "near customer", "scoped": True}
FIGURE: dict[str, Any] = {"query": {"store": "{lane}"}, "scoped": True, "answers": COLUMNS}
RUNNING = ("tills.import_running",)
MAPPING: dict[str, Any] = {
    "columns": {"receipt": "receipt", "at": "at", "amount": "amount"},
    "constants": {"store": "{lane}"},
    "source": "pos",
}
STORE = {"code": "{new}", "name": "新店", "opened_on": "2026-03-01"}
PRODUCT = {"code": "{new}", "name": "纸尿裤", "skus": [{"code": "{new}", "price_minor": 9900}]}
SKUS = {"skus": [{"code": "{new}", "price_minor": 100}]}
TRANSFER: dict[str, Any] = {
    "source": "{lane}",
    "target": "{spare}",
    "lines": [{"sku": "{stocked}", "quantity": 1}],
}
PLACE: dict[str, Any] = {"query": {"store": "{lane}"}, "scoped": True}
LEVEL = {"store": "{lane}", "least": 2, "fill": 6}
FAULTS = {"lose_bp": 1, "delay_s": 0, "double_bp": 0, "disorder_bp": 0, "refuse_bp": 0}
PERSON = {"name": "郭涛", "role": "guide", "store": "{lane}"}
SECRET = "a stone in the river"
RECEIPT = {
    "store": "T01",
    "receipt_no": "{new}",
    "at": "2026-03-01T12:00:00+08:00",
    "lines": [{"amount_minor": 100}],
}

ONESELF = [
    console("GET /session", EVERYBODY),
    console("POST /session", "anybody", send=CREDENTIALS, answers=WRONG),
    console("DELETE /session", EVERYBODY, once=True),
    console(
        "PUT /me/password",
        EVERYBODY,
        send={"old": "?", "new": "?"},
        answers=("staff.weak_password", *WRONG),
    ),
    console("POST /me/totp", EVERYBODY),
    console("PUT /me/totp", EVERYBODY, send={"code": "000000"}, answers=("staff.wrong_code",)),
    console("DELETE /me/totp", EVERYBODY, send={"password": "?"}, answers=WRONG),
    console("GET /me/sessions", EVERYBODY),
    console(
        "DELETE /me/sessions/{id:uuid}",
        EVERYBODY,
        at="no session",
        answers=("kernel.not_found",),
    ),
]

PEOPLE = [
    console("GET /customers", SHOP, scoped=True),
    console("GET /customers/{id:uuid}", SHOP, **HER),
    console("GET /customers/{id:uuid}/timeline", SHOP, **HER),
    console("PATCH /customers/{id:uuid}", LEADERS, send={"remark": "喜欢羊奶"}, **HER),
    console("GET /customers/{id:uuid}/phone", LEADERS, **HER),
    console(
        "PUT /customers/{id:uuid}/belonging",
        LEADERS,
        send={"store": "{lane}", "guide": "{staff guide}", "reason": "换人"},
        **HER,
    ),
    console(
        "PUT /customers/{id:uuid}/guardian",
        LEADERS,
        send={"guardian": "mother", "store": "{lane}"},
        **HER,
    ),
    console(
        "PUT /customers/{id:uuid}/erasure",
        "owner",
        at="spare customer",
        send={"reason": "本人要求"},
    ),
]

RECEIPTS = [
    console("GET /receipts", EVERYBODY, scoped=True),
    console("GET /receipts/{id:uuid}", EVERYBODY, at="near receipt", scoped=True),
    console("POST /receipts/files", IMPORTS, upload="receipts.csv"),
    console(
        "POST /receipts/files/{id:uuid}/preview", IMPORTS, at="file", send={"mapping": MAPPING}
    ),
    console("GET /receipts/mappings", IMPORTS),
    console(
        "POST /receipts/mappings",
        IMPORTS,
        send={"name": "{new}", "mapping": MAPPING, "file": "{file}"},
    ),
    console("DELETE /receipts/mappings/{id:uuid}", IMPORTS, at="new mapping"),
    console("GET /receipts/aliases", IMPORTS),
    console(
        "PUT /receipts/aliases",
        IMPORTS,
        send={"items": [{"kind": "store", "value": "{new}", "target": "{lane}"}]},
    ),
    console(
        "POST /receipts/imports",
        IMPORTS,
        send={"file": "{file}", "mapping": MAPPING},
        answers=RUNNING,
    ),
    console("GET /receipts/imports", IMPORTS),
    console("GET /receipts/imports/{id:uuid}", IMPORTS, at="run"),
    console("GET /receipts/imports/{id:uuid}/problems", IMPORTS, at="run"),
    console("GET /receipts/imports/{id:uuid}/problems.csv", IMPORTS, at="run"),
    console("POST /receipts/imports/{id:uuid}/repeat", IMPORTS, at="run", answers=RUNNING),
]

INSIGHT = [
    console("GET /insight/sales", FIGURES, **FIGURE),
    console("GET /insight/rfm", FIGURES, **FIGURE),
    console("GET /insight/rfm/people", LEADERS, **FIGURE),
    console("GET /insight/repurchase", FIGURES, **FIGURE),
    console("GET /insight/funnel", FIGURES, **FIGURE),
    console(
        "GET /insight/funnel/people",
        LEADERS,
        query={"store": "{lane}", "step": "customer"},
        scoped=True,
        answers=COLUMNS,
    ),
    console("GET /insight/codes", FIGURES, **FIGURE),
    console("GET /insight/codes/{id:uuid}", FIGURES, at="code", scoped=True, answers=COLUMNS),
    console("GET /insight/stores", FIGURES, **FIGURE),
    console("GET /insight/guides", FIGURES, **FIGURE),
    console("GET /insight/definitions", EVERYBODY),
]

TREE = {"op": "all", "of": [{"op": "leaf", "block": "source", "args": {"sources": ["pos"]}}]}
AUDIENCES = [
    console("GET /audiences/blocks", LEADERS),
    console("POST /audiences/count", LEADERS, send={"tree": TREE}),
    console("POST /audiences/sample", LEADERS, send={"tree": {"op": "all"}}, scoped=True),
    console("GET /audiences", LEADERS),
    console("GET /audiences/{id:uuid}", LEADERS, at="audience"),
    console("GET /audiences/{id:uuid}/members", LEADERS, at="audience"),
    console(
        "GET /audiences/{id:uuid}/explanation",
        LEADERS,
        at="audience",
        query={"customer": "{near customer}"},
        scoped=True,
    ),
    console("POST /audiences", OFFICE, send={"name": "{new}", "tree": TREE}),
    console(
        "PUT /audiences/{id:uuid}",
        OFFICE,
        at="new audience",
        send={"name": "{new}", "tree": TREE, "version": 1},
    ),
    console("DELETE /audiences/{id:uuid}", OFFICE, at="new audience"),
]

GOODS: dict[str, Any] = {"store": "{lane}", "lines": [{"sku": "{stocked}", "quantity": 12}]}
RUSH: dict[str, Any] = {"store": "{lane}", "sku": "{stocked}", "buyers": 2, "pieces": 1}
STOCK = [
    console("GET /stock", EVERYBODY, scoped=True),
    console("GET /stock/{id:uuid}", EVERYBODY, at="stocked"),
    console("POST /stock/receipts", LEADERS, send=GOODS, scoped=True),
    console("POST /stock/counts", LEADERS, send=GOODS, scoped=True),
    console("GET /stock/places", EVERYBODY),
    console("GET /stock/refills", EVERYBODY, query={"store": "{lane}"}, scoped=True),
    console("GET /stock/{id:uuid}/place", EVERYBODY, at="stocked", **PLACE),
    console("GET /stock/{id:uuid}/moves", EVERYBODY, at="stocked", **PLACE),
    console("PUT /stock/{id:uuid}/level", LEADERS, at="stocked", send=LEVEL, scoped=True),
    console("GET /stock/transfers", EVERYBODY),
    console("GET /stock/transfers/{id:uuid}", EVERYBODY, at="transfer", scoped=True),
    console("POST /stock/transfers", LEADERS, send=TRANSFER, scoped=True),
    console(
        "PUT /stock/transfers/{id:uuid}/arrival",
        "owner hq region",
        at="transfer",
        send={"lines": []},
        scoped=True,
        answers=("inventory.missing_why",),
    ),
    console("GET /stock/documents", EVERYBODY, scoped=True),
    console("GET /stock/documents/{id:uuid}", EVERYBODY, at="stock document", scoped=True),
    console("GET /ledger/invariants", "owner hq finance"),
    console("GET /ledger/months", "owner hq finance"),
    console("GET /ledger/months.csv", "owner hq finance"),
]

REACH_RULES = {
    "quiet_from": "21:30",
    "quiet_until": "08:30",
    "daily": 2,
    "weekly": 5,
    "same_words_days": 30,
}
CAMPAIGN = {
    "name": "{new}",
    "audience": "{audience}",
    "audience_version": 1,
    "purpose": "service",
    "words": "{new}",
    "signed": "merchant",
}
NOBODY = ("messaging.nobody_meant",)
CAMPAIGNS = [
    console("GET /campaigns", OFFICE),
    console("POST /campaigns/preview", OFFICE, send=CAMPAIGN),
    console("POST /campaigns", OFFICE, send=CAMPAIGN),
    console("GET /campaigns/{id:uuid}", OFFICE, at="new campaign"),
    console(
        "PUT /campaigns/{id:uuid}/state",
        OFFICE,
        at="new campaign",
        send={"state": "running"},
        answers=NOBODY,
    ),
    console("GET /campaigns/{id:uuid}/verdicts", OFFICE, at="new campaign"),
]

LETTERS = [
    console("GET /customers/{id:uuid}/verdicts", SHOP, **HER),
    console("GET /reach-rules", OFFICE),
    console("PUT /reach-rules", OFFICE, send=REACH_RULES),
    desk("GET /letters", DESK),
    desk(
        "POST /letters",
        DESK,
        send={"customer": "{near customer}", "words": "{new}"},
        scoped=True,
    ),
    shop("GET /letters", "customer"),
    shop("GET /letters/unread", "customer"),
    shop("PUT /letters/{id:uuid}/reading", "customer", at="letter"),
    shop("PUT /letters/{id:uuid}/opening", "customer", at="letter"),
    key(
        "POST /letters",
        "letters.send",
        send={"letters": [{"customer": "{near customer}", "words": "{new}", "purpose": "service"}]},
    ),
    key("GET /customers/{id:uuid}/verdicts", "customers.read", at="near customer"),
]

HOUSE = [
    console("GET /categories", EVERYBODY),
    console("POST /categories", OFFICE, send={"code": "{new}", "name": "米粉"}),
    console("GET /products", EVERYBODY),
    console("GET /products/{id:uuid}", EVERYBODY, at="product"),
    console("POST /products", OFFICE, send=PRODUCT),
    console("PATCH /products/{id:uuid}", OFFICE, at="product", send={"name": "羊奶粉 1 段"}),
    console("PATCH /skus/{id:uuid}", OFFICE, at="sku", send={"name": "800 g"}),
    console("GET /products/table", EVERYBODY),
    console("POST /products/imports", OFFICE, upload="goods.csv"),
    console("GET /products/imports", OFFICE),
    console("GET /products/imports/{id:uuid}", OFFICE, at="goods import"),
    console("GET /products/imports/{id:uuid}/faults", OFFICE, at="goods import"),
    console("PUT /products/{id:uuid}/skus", OFFICE, at="spare product", send=SKUS),
    console("PUT /products/{id:uuid}/schedule", OFFICE, at="spare product", send={}),
    console("POST /products/{id:uuid}/pictures", OFFICE, at="product", upload="picture.png"),
    console("PUT /products/{id:uuid}/pictures", OFFICE, at="spare product", send={"pictures": []}),
    console("GET /stores", EVERYBODY, scoped=True),
    console("GET /stores/{id:uuid}", EVERYBODY, at="lane", scoped=True),
    console("POST /stores", OFFICE, send=STORE),
    console("PATCH /stores/{id:uuid}", OFFICE, at="lane", send={"city": "杭州"}),
    console(
        "PUT /stores/{id:uuid}/closure",
        OFFICE,
        at="spare",
        send={"on": "2026-02-28", "reason": "租约到期"},
        answers=("tenants.closed_already",),
    ),
    console("GET /regions", EVERYBODY, scoped=True),
    console("POST /regions", OFFICE, send={"name": "{new}"}),
    console("PATCH /regions/{id:uuid}", OFFICE, at="west", send={"name": "{new}"}),
    console("GET /staff", LEADERS, scoped=True),
    console("GET /staff/{id:uuid}", LEADERS, at="staff guide", scoped=True),
    console("POST /staff", OFFICE, send={**PERSON, "account": "{new}", "password": SECRET}),
    console("PATCH /staff/{id:uuid}", OFFICE, at="subject", send=PERSON),
    console("PUT /staff/{id:uuid}/password", OFFICE, at="subject", send={"password": SECRET}),
    console("PUT /staff/{id:uuid}/phone", OFFICE, at="subject", send={"phone": "13700137009"}),
    console("GET /staff/{id:uuid}/sessions", LEADERS, at="staff guide", scoped=True),
    console("DELETE /staff/{id:uuid}/sessions", OFFICE, at="subject"),
    console("PUT /staff/{id:uuid}/departure", OFFICE, at="subject", send={"reason": "搬家"}),
]

CODE: dict[str, Any] = {"at": "code", "scoped": True}
NEW_CODE = {"name": "{new}", "source": "海报", "domain": "private", "store": "{lane}"}
BOOK = {"rule": "first_add", "protection_days": 30, "later_add": "stays"}
GIVING = {
    "customers": ["{near customer}"],
    "store": "{lane}",
    "guide": "{staff guide}",
    "reason": "分配",
}
WAYS = [
    console("GET /codes", LEADERS, scoped=True),
    console("POST /codes", LEADERS, send=NEW_CODE, scoped=True),
    console("GET /codes/{id:uuid}", LEADERS, **CODE),
    console("GET /codes/{id:uuid}/figures", LEADERS, **CODE),
    console(
        "PUT /codes/{id:uuid}/costs",
        LEADERS,
        send={"month": "2026-03-01", "amount_minor": 100},
        **CODE,
    ),
    console(
        "PUT /codes/{id:uuid}/closure",
        LEADERS,
        at="spare code",
        scoped=True,
        answers=("channels.closed_already",),
    ),
    console("GET /codes/{id:uuid}/qr.png", LEADERS, **CODE),
    console("GET /codes/{id:uuid}/poster.png", LEADERS, query={"paper": "a5"}, **CODE),
    console("GET /bond-rules", SHOP),
    console("PUT /bond-rules", OFFICE, send=BOOK),
    console("GET /customers/pool", LEADERS, scoped=True),
    console("POST /customers/pool", LEADERS, send=GIVING, scoped=True),
    console("GET /customers/{id:uuid}/bonds", SHOP, **HER),
    desk("GET /bonds/kept", DESK),
    desk("GET /links", DESK),
    desk("POST /links", DESK, send={"target": "article", "id": "{article}"}),
    desk("GET /links/{id:uuid}/openers", "guide", at="link"),
    desk("GET /links/{id:uuid}/poster.png", "guide", at="link"),
    shop("POST /visit", "customer", send={"token": "strange"}),
    key("GET /codes", "channels.read"),
    key("POST /codes", "channels.write", send=NEW_CODE),
    key("GET /codes/{id:uuid}", "channels.read", at="code"),
    key("GET /codes/{id:uuid}/figures", "channels.read", at="code"),
    key("GET /codes/{id:uuid}/qr.png", "channels.read", at="code"),
    Row(door="GET /c/{slug:str}", may="anybody", at="code slug"),
    Row(door="GET /s/{slug:str}", may="anybody", at="link slug"),
]

# tags and articles
TAGGED = {"add": ["{tag}"], "remove": []}
TAGGING = {"customers": ["{near customer}"], "has": True}
ARTICLE = {"title": "{new}", "parts": [{"text": "从一勺米粉开始。"}]}
WORDS = [
    console("GET /tags", SHOP),
    console("POST /tags/groups", OFFICE, send={"name": "{new}"}),
    console("PATCH /tags/groups/{id:uuid}", OFFICE, at="tag group", send={"name": "{new}"}),
    console("POST /tags", OFFICE, send={"group": "{tag group}", "name": "{new}"}),
    console("PATCH /tags/{id:uuid}", OFFICE, at="tag", send={"name": "{new}"}),
    console("PUT /tags/{id:uuid}/retirement", OFFICE, at="spare tag"),
    console("POST /tags/{id:uuid}/people", LEADERS, at="tag", send=TAGGING, scoped=True),
    console(
        "POST /tags/{id:uuid}/audience",
        OFFICE,
        at="tag",
        send={"audience": "{audience}"},
        answers=("customers.nobody_to_tag",),
    ),
    console("GET /tags/bulk", OFFICE),
    console("GET /customers/{id:uuid}/tags", SHOP, **HER),
    console("GET /customers/{id:uuid}/tags/history", SHOP, **HER),
    console("PUT /customers/{id:uuid}/tags", LEADERS, send=TAGGED, **HER),
    console("GET /articles", LEADERS),
    console("POST /articles", OFFICE, send=ARTICLE),
    console("POST /articles/flags", OFFICE, send=ARTICLE),
    console("POST /articles/pictures", OFFICE, upload="picture.png"),
    console("GET /articles/{id:uuid}", LEADERS, at="article"),
    console("PUT /articles/{id:uuid}", OFFICE, at="article", send=ARTICLE),
    console("PUT /articles/{id:uuid}/publication", OFFICE, at="article", send={}),
    console("DELETE /articles/{id:uuid}/publication", OFFICE, at="spare article"),
    desk("GET /tags", DESK),
    desk("GET /customers/{id:uuid}/tags", DESK, **HER),
    desk("PUT /customers/{id:uuid}/tags", DESK, send=TAGGED, **HER),
    desk("GET /articles", DESK),
    shop("GET /articles", "anybody"),
    shop("GET /articles/{id:uuid}", "anybody", at="article"),
    # Everybody's to read, so it is not among the things that are somebody's.
    shop("POST /articles/{id:uuid}/reading", "customer", at="read article", query={"new": "1"}),
    key("GET /tags", "customers.read"),
    key("POST /tags/{id:uuid}/people", "customers.write", at="tag", send=TAGGING),
    key("GET /customers/{id:uuid}/tags", "customers.read", at="near customer"),
    key("PUT /customers/{id:uuid}/tags", "customers.write", at="near customer", send=TAGGED),
    key("GET /articles", "content.read"),
    key("GET /articles/{id:uuid}", "content.read", at="article"),
]

TRUST = [
    console("GET /keys", "owner"),
    console("GET /keys/scopes", "owner"),
    console("POST /keys", "owner", send={"name": "收银", "scopes": ["receipts.write"]}),
    console("DELETE /keys/{id:uuid}", "owner", at="key revoked"),
    console("GET /audit", "owner hq finance"),
    console("GET /system", OFFICE),
    console("GET /facts/parked", OFFICE),
    console("POST /facts/parked/{id:uuid}/replay", "owner", at="parked"),
    console("GET /jobs", OFFICE),
    console("POST /jobs/{id:uuid}/retry", "owner", at="job"),
    console("GET /sandbox", OFFICE),
    console("PUT /sandbox/{resident:str}/faults", OFFICE, at="resident", send=FAULTS),
    console("GET /sandbox/sms/messages", OFFICE),
    console("GET /sandbox/clock", OFFICE),
    console("PUT /sandbox/clock", OFFICE, send={"ahead_s": 0}),
    console("POST /sandbox/rush", OFFICE, send=RUSH),
]

GUIDE = [
    desk("GET /session", DESK),
    desk("POST /session", "anybody", send=CREDENTIALS, answers=WRONG),
    desk("DELETE /session", DESK, once=True),
    desk("GET /me/month", DESK),
    desk("GET /me/day", DESK),
    desk("GET /notices", DESK),
    desk("GET /notices/new", DESK),
    desk("PUT /notices/reading", DESK),
    desk("GET /customers", DESK, scoped=True),
    desk("GET /customers/{id:uuid}", DESK, **HER),
    desk("GET /customers/{id:uuid}/timeline", DESK, **HER),
    desk("PUT /customers/{id:uuid}", DESK, send={"remark": "周末来"}, **HER),
]

STOREFRONT = [
    shop("GET /shop", "anybody"),
    shop("POST /codes", "anybody", send={"phone": "13700137001"}),
    shop(
        "POST /session",
        "anybody",
        send={"phone": "13700137002", "code": "000000"},
        answers=("customers.wrong_code",),
    ),
    shop("DELETE /session", "customer", once=True),
    shop("GET /categories", "anybody"),
    shop("GET /products", "anybody"),
    shop("GET /products/{id:uuid}", "anybody", at="product"),
    shop("GET /products/{id:uuid}/stock", "anybody", at="product"),
    shop("GET /pictures/{name:str}", "anybody", at="no picture", answers=("kernel.not_found",)),
    shop("GET /me", "customer"),
    shop("GET /guide", "customer"),
    shop("PUT /me", "customer", send={"name": "赵雅琴"}),
    shop("GET /me/consents", "customer"),
    shop("PUT /me/consents/{purpose:str}", "customer", at="purpose", send={"granted": True}),
    shop("GET /me/guardian", "customer"),
    shop("PUT /me/guardian", "customer", send={"guardian": "father"}),
    shop("GET /me/receipts", "customer"),
    shop("GET /me/receipts/{id:uuid}", "customer", at="near receipt"),
]

OPEN = [
    key("GET /stores", "tenants.read"),
    key("GET /stores/{id:uuid}", "tenants.read", at="lane"),
    key("POST /stores", "tenants.write", send=STORE),
    key("GET /products", "catalog.read"),
    key("GET /products/{id:uuid}", "catalog.read", at="product"),
    key("POST /products", "catalog.write", send=PRODUCT),
    key("PUT /products/{id:uuid}/skus", "catalog.write", at="spare product", send=SKUS),
    key("PUT /products/{id:uuid}/schedule", "catalog.write", at="spare product", send={}),
    key("PATCH /skus/{id:uuid}", "catalog.write", at="sku", send={"barcode": "{new}"}),
    key("GET /stock", "inventory.read"),
    key("GET /stock/{id:uuid}", "inventory.read", at="stocked"),
    key("POST /stock/receipts", "inventory.write", send=GOODS),
    key("POST /stock/counts", "inventory.write", send=GOODS),
    key("GET /stock/refills", "inventory.read"),
    key("GET /stock/{id:uuid}/place", "inventory.read", at="stocked", query={"store": "{lane}"}),
    key("GET /stock/{id:uuid}/moves", "inventory.read", at="stocked", query={"store": "{lane}"}),
    key("PUT /stock/{id:uuid}/level", "inventory.write", at="stocked", send=LEVEL),
    key("GET /stock/transfers", "inventory.read"),
    key("GET /stock/transfers/{id:uuid}", "inventory.read", at="transfer"),
    key("POST /stock/transfers", "inventory.write", send=TRANSFER),
    key(
        "PUT /stock/transfers/{id:uuid}/arrival",
        "inventory.write",
        at="transfer",
        send={"lines": []},
        answers=("inventory.missing_why",),
    ),
    key("GET /stock/documents", "inventory.read"),
    key("GET /ledger/invariants", "ledger.read"),
    key("GET /customers", "customers.read"),
    key("GET /customers/{id:uuid}", "customers.read", at="near customer"),
    key("GET /customers/{id:uuid}/timeline", "customers.read", at="near customer"),
    key("GET /receipts", "receipts.read"),
    key("GET /receipts/{id:uuid}", "receipts.read", at="near receipt"),
    key("POST /receipts", "receipts.write", send={"receipts": [RECEIPT]}),
    key("GET /insight/sales", "insight.read", answers=COLUMNS),
    key("GET /insight/rfm", "insight.read", answers=COLUMNS),
    key("GET /insight/repurchase", "insight.read", answers=COLUMNS),
    key("GET /insight/funnel", "insight.read", answers=COLUMNS),
    key("GET /insight/codes", "insight.read", answers=COLUMNS),
    key("GET /insight/codes/{id:uuid}", "insight.read", at="code", answers=COLUMNS),
    key("GET /insight/stores", "insight.read", answers=COLUMNS),
    key("GET /insight/guides", "insight.read", answers=COLUMNS),
    key("GET /insight/definitions", "any"),
    key("GET /audiences/blocks", "audiences.read"),
    key("POST /audiences/count", "audiences.read", send={"tree": TREE}),
    key("GET /audiences", "audiences.read"),
    key("POST /audiences", "audiences.write", send={"name": "{new}", "tree": TREE}),
    key("GET /audiences/{id:uuid}/members", "audiences.read", at="audience"),
    key("GET /campaigns", "campaigns.read"),
    key("POST /campaigns", "campaigns.write", send=CAMPAIGN),
    key("GET /campaigns/{id:uuid}", "campaigns.read", at="new campaign"),
    key(
        "PUT /campaigns/{id:uuid}/state",
        "campaigns.write",
        at="new campaign",
        send={"state": "running"},
        answers=NOBODY,
    ),
    key("GET /campaigns/{id:uuid}/verdicts", "campaigns.read", at="new campaign"),
    key("GET /staff", "staff.read"),
    key("GET /facts", "system.read"),
]

# the shop: carts, orders, coupons, pickups
CART = {"lines": [{"sku": "{stocked}", "quantity": 1}]}
PRICED = {**CART, "store": "{lane}"}
ORDERED = {**PRICED, "key": "{new}"}
CLAIM = {"key": "{new}"}
HERS = {"customer": "{near customer}"}
SENT = {"key": "{new}", "customers": ["{near customer}"]}
COUPON = {"name": "{new}", "amount_minor": 500, "valid_days": 7, "quota": 99}
PROMOTION = {
    "name": "{new}",
    "effect": {"block": "amount_over", "args": {"off_minor": 1, "threshold_minor": 10**10}},
}
"""Nobody ever buys so much."""
PROMOTED = {"version": 1, "wording": PROMOTION}
OTHERS_WERE_FASTER = ("promotions.changed_meanwhile",)
PAUSED = {"state": "paused"}
SALE = {
    "name": "{new}",
    "since": "2099-01-01T10:00:00+08:00",
    "until": "2099-01-01T12:00:00+08:00",
    "stores": ["{lane}"],
    "goods": [{"sku": "{stocked}", "price_minor": 1, "pieces": 1}],
}
ENDED = {"state": "ended"}
GROUP_BUY = {
    "name": "{new}",
    "sku": "{stocked}",
    "price_minor": 1,
    "size": 2,
    "hours": 24,
    "since": "2026-01-01T10:00:00+08:00",
    "until": "2099-01-01T12:00:00+08:00",
}
CLOSED = {"state": "closed"}
GROUPS_OVER = ("groups.not_draft", "groups.changed_meanwhile")
OVER = ("deals.not_draft", "deals.changed_meanwhile")
"""Another ended or changed it before."""
DIGITS = {"code": "{code of pickup}"}
FINANCED = FIGURES + " service"
NOTHING = ("orders.nothing_to_refund",)
"""It all went back to whoever came first."""
STRANGE = ("fulfilment.unknown_code",)
NO_VOUCHER = ("vouchers.unknown_code",)
AWAY = ("kernel.unreachable", "cashier.trouble")
"""No cashier is on the street in this suite: whoever is told so was let in."""
PRICES = [{"sku": "{stocked}", "unit_minor": 100}]
PRICED_BOOK = {"name": "{new}", "stores": ["{lane}"], "prices": PRICES}
ADDRESS = {"name": "王小明", "phone": "13800138000", "province": "33", "detail": "文三路 1 号"}
TRACKED = {"carrier": "sf", "tracking": "SF1234567890"}
PARCEL = {**TRACKED, "lines": [{"n": 1, "quantity": 1}]}
LEFT = ("fulfilment.sent_too_much", "fulfilment.not_to_send")
"""It all left with whoever came first."""
RECEIVED = ("fulfilment.nothing_to_receive",)
REPRICED = {"off_minor": 1, "why": "老顾客", "seen_minor": 1}
PRICE_STAYS = ("orders.no_price_limit", "orders.price_changed", "orders.being_paid")
"""Nobody said how much may be taken off, somebody else changed it, or it is being paid."""
PRICING: dict[str, Any] = {"at": "near order", "send": REPRICED, "answers": PRICE_STAYS}
LIMITED = {"most_bp": 1000}
CASE = {"kind": "refund", "reason": "broken", "lines": [{"n": 1, "quantity": 1}]}
MOVED = ("aftersale.not_now",)
"""The case went on with whoever came first."""
ASKED = ("aftersale.asked_too_much", "aftersale.nothing_to_ask")
FREIGHT = {"name": "{new}", "terms": {"usual": {"first_minor": 800}}}
SHOPPING = [
    shop("GET /group-buys", "anybody", query={"product": "{product}"}),
    shop("GET /groups/{id:uuid}", "anybody", at="group"),
    shop("GET /sales", "anybody"),
    shop("GET /sales/{id:uuid}", "anybody", at="open sale"),
    shop("GET /vouchers", "customer"),
    shop("GET /vouchers/{id:uuid}", "customer", at="voucher"),
    shop("POST /vouchers/{id:uuid}/refunds", "customer", at="voucher", send={"uses": 1}),
    console("GET /vouchers", EVERYBODY, scoped=True),
    console("GET /vouchers/{id:uuid}", EVERYBODY, at="voucher", scoped=True),
    console("PUT /vouchers/{id:uuid}/void", OFFICE, at="spare voucher", send={"why": "盗用"}),
    console(
        "POST /vouchers/{id:uuid}/refunds",
        FIGURES,
        at="voucher",
        send={"uses": 1},
        scoped=True,
    ),
    desk("POST /vouchers/look", DESK, send={"code": "{code of voucher}"}),
    desk(
        "POST /vouchers/redemption",
        DESK,
        send={"code": "{strange voucher}", "key": "{new}"},
        answers=NO_VOUCHER,
    ),
    key("GET /vouchers", "vouchers.read"),
    key(
        "POST /vouchers/look",
        "vouchers.redeem",
        send={"code": "{code of voucher}", "store": "{lane}"},
    ),
    key(
        "POST /vouchers/redemption",
        "vouchers.redeem",
        send={"code": "{strange voucher}", "store": "{lane}"},
        answers=NO_VOUCHER,
    ),
    console("GET /price-books", EVERYBODY),
    console("POST /price-books", OFFICE, send={**PRICED_BOOK, "code": "{new}"}),
    console("GET /price-books/{id:uuid}", EVERYBODY, at="price book"),
    console("PUT /price-books/{id:uuid}", OFFICE, at="price book", send=PRICED_BOOK),
    console("PUT /price-books/{id:uuid}/closure", OFFICE, at="spare book"),
    console("GET /products/{id:uuid}/prices", EVERYBODY, at="product", query={"store": "{lane}"}),
    key("GET /price-books", "catalog.read"),
    key("GET /price-books/{id:uuid}", "catalog.read", at="price book"),
    key("POST /price-books", "catalog.write", send={**PRICED_BOOK, "code": "{new}"}),
    key("PUT /price-books/{id:uuid}", "catalog.write", at="price book", send=PRICED_BOOK),
    shop("GET /cart", "customer"),
    shop("PUT /cart", "customer", send=CART),
    shop("POST /cart", "customer", send={"sku": "{stocked}"}),
    shop("POST /quote", "customer", send=PRICED),
    shop("POST /orders", "customer", send=ORDERED),
    shop("GET /orders", "customer"),
    shop("GET /orders/{id:uuid}", "customer", at="near order"),
    shop("POST /orders/{id:uuid}/payment", "customer", at="near order", send={}, answers=AWAY),
    shop("POST /orders/{id:uuid}/cancellation", "customer", at="cancelled order", send={}),
    shop("POST /orders/{id:uuid}/refunds", "customer", at="refunded order", send={}),
    shop("POST /orders/{id:uuid}/receipt", "customer", at="sent order", send={}, answers=RECEIVED),
    console(
        "POST /orders/{id:uuid}/remarks",
        SHOP,
        at="near order",
        send={"words": "请包装好"},
        scoped=True,
    ),
    key(
        "POST /orders/{id:uuid}/remarks",
        "orders.write",
        at="near order",
        send={"words": "请包装好"},
    ),
    console("POST /orders/{id:uuid}/price", LEADERS, scoped=True, **PRICING),
    key("POST /orders/{id:uuid}/price", "orders.reprice", **PRICING),
    console("GET /price-limit", MONEYED),
    console("PUT /price-limit", OFFICE, send=LIMITED),
    desk("GET /orders/unpaid", "manager"),
    desk("GET /orders/{id:uuid}", "manager", at="near order"),
    desk("POST /orders/{id:uuid}/price", "manager", **PRICING),
    shop("GET /orders/{id:uuid}/askable", "customer", at="case order"),
    shop("POST /orders/{id:uuid}/cases", "customer", at="case order", send=CASE, answers=ASKED),
    shop("GET /cases", "customer"),
    shop("GET /cases/{id:uuid}", "customer", at="case"),
    shop(
        "POST /cases/{id:uuid}/pictures",
        "customer",
        at="case",
        upload="picture.png",
        answers=MOVED,
    ),
    shop("GET /case-pictures/{id:uuid}", "customer", at="case picture"),
    shop("POST /cases/{id:uuid}/withdrawal", "customer", at="spare case", answers=MOVED),
    shop("POST /cases/{id:uuid}/parcel", "customer", at="case", send=TRACKED, answers=MOVED),
    console("GET /cases", EVERYBODY, scoped=True),
    console("GET /cases/{id:uuid}", EVERYBODY, at="case", scoped=True),
    console("GET /case-pictures/{id:uuid}", EVERYBODY, at="case picture", scoped=True),
    console(
        "POST /cases/{id:uuid}/agreement", FIGURES, at="case", send={}, scoped=True, answers=MOVED
    ),
    console(
        "POST /cases/{id:uuid}/refusal",
        FIGURES,
        at="spare case",
        send={"why": "没有破损"},
        scoped=True,
        answers=MOVED,
    ),
    console(
        "POST /cases/{id:uuid}/arrival",
        FIGURES,
        at="case",
        send={"fit": True},
        scoped=True,
        answers=MOVED,
    ),
    console(
        "POST /cases/{id:uuid}/replacement",
        FIGURES,
        at="case",
        send={},
        scoped=True,
        answers=MOVED,
    ),
    console("POST /cases/{id:uuid}/refund", FIGURES, at="case", scoped=True, answers=MOVED),
    console("GET /case-rule", EVERYBODY),
    console("PUT /case-rule", OFFICE, send={}),
    console(
        "PUT /case-rule/categories/{id:uuid}", OFFICE, at="category", send={"kind": "perishable"}
    ),
    desk("GET /cases", DESK),
    desk("GET /cases/{id:uuid}", DESK, at="case"),
    desk("GET /case-pictures/{id:uuid}", DESK, at="case picture"),
    desk(
        "POST /cases/{id:uuid}/agreement",
        "manager",
        at="case",
        send={},
        scoped=True,
        answers=MOVED,
    ),
    desk(
        "POST /cases/{id:uuid}/refusal",
        "manager",
        at="spare case",
        send={"why": "没有破损"},
        scoped=True,
        answers=MOVED,
    ),
    desk(
        "POST /cases/{id:uuid}/arrival",
        "manager",
        at="case",
        send={"fit": True},
        scoped=True,
        answers=MOVED,
    ),
    desk(
        "POST /cases/{id:uuid}/replacement",
        "manager",
        at="case",
        send={},
        scoped=True,
        answers=MOVED,
    ),
    key("GET /cases", "orders.read"),
    key("GET /cases/{id:uuid}", "orders.read", at="case"),
    key("GET /case-pictures/{id:uuid}", "orders.read", at="case picture"),
    key("POST /orders/{id:uuid}/cases", "orders.write", at="case order", send=CASE, answers=ASKED),
    key("POST /cases/{id:uuid}/agreement", "orders.refund", at="case", send={}, answers=MOVED),
    key(
        "POST /cases/{id:uuid}/refusal",
        "orders.refund",
        at="spare case",
        send={"why": "没有破损"},
        answers=MOVED,
    ),
    key("POST /cases/{id:uuid}/parcel", "orders.refund", at="case", send=TRACKED, answers=MOVED),
    key(
        "POST /cases/{id:uuid}/arrival",
        "orders.refund",
        at="case",
        send={"fit": True},
        answers=MOVED,
    ),
    key("POST /cases/{id:uuid}/replacement", "orders.refund", at="case", send={}, answers=MOVED),
    shop("GET /provinces", "anybody"),
    shop("GET /addresses", "customer"),
    shop("POST /addresses", "customer", send=ADDRESS),
    shop("PUT /addresses/{id:uuid}", "customer", at="other address", send=ADDRESS),
    shop("PUT /addresses/{id:uuid}/default", "customer", at="address"),
    shop("DELETE /addresses/{id:uuid}", "customer", at="spare address"),
    shop("GET /coupons", "customer"),
    shop("GET /coupons/claimable", "customer"),
    # Everybody may claim it, so for her it is not among the things that are somebody's.
    shop("POST /coupons/{id:uuid}/claim", "customer", at="any coupon", send=CLAIM),
    shop("POST /coupons/codes", "customer", send={**CLAIM, "code": "{code of coupon}"}),
    desk("GET /customers/{id:uuid}/coupons", "guide manager", at="near customer", scoped=True),
    desk(
        "POST /customers/{id:uuid}/coupons",
        "guide manager",
        at="near customer",
        send={"coupon": "{any guided coupon}", "key": "{new}"},
        scoped=True,
    ),
    console("GET /coupons", FINANCED),
    console("POST /coupons", OFFICE, send=COUPON),
    console("GET /coupons/{id:uuid}", FINANCED, at="coupon"),
    console("PUT /coupons/{id:uuid}", OFFICE, at="spare coupon", send=COUPON),
    console("PUT /coupons/{id:uuid}/closure", OFFICE, at="spare coupon"),
    console("POST /coupons/{id:uuid}/sendings", LEADERS, at="coupon", send=SENT),
    console("GET /promotions/blocks", FINANCED),
    console("POST /promotions/try", FINANCED, send=PRICED),
    console("GET /promotions", FINANCED),
    console("GET /promotions/costs", IMPORTS),
    console("POST /promotions", OFFICE, send=PROMOTION),
    console("GET /promotions/{id:uuid}", FINANCED, at="promotion"),
    console("GET /promotions/{id:uuid}/versions", FINANCED, at="promotion"),
    console(
        "PUT /promotions/{id:uuid}",
        OFFICE,
        at="spare promotion",
        send=PROMOTED,
        answers=OTHERS_WERE_FASTER,
    ),
    console("PUT /promotions/{id:uuid}/state", OFFICE, at="spare promotion", send=PAUSED),
    console("GET /sales", FINANCED),
    console("POST /sales", OFFICE, send=SALE),
    console("GET /sales/{id:uuid}", FINANCED, at="sale"),
    console("GET /sales/{id:uuid}/live", FINANCED, at="sale"),
    console("PUT /sales/{id:uuid}", OFFICE, at="sale", send={**SALE, "version": 1}, answers=OVER),
    console("PUT /sales/{id:uuid}/state", OFFICE, at="spare sale", send=ENDED),
    console("GET /group-buys", FINANCED),
    console("POST /group-buys", OFFICE, send=GROUP_BUY),
    console("GET /group-buys/{id:uuid}", FINANCED, at="group buy"),
    console(
        "PUT /group-buys/{id:uuid}",
        OFFICE,
        at="group buy",
        send={**GROUP_BUY, "version": 1},
        answers=GROUPS_OVER,
    ),
    console("PUT /group-buys/{id:uuid}/state", OFFICE, at="spare group buy", send=CLOSED),
    console("GET /orders", EVERYBODY, scoped=True),
    console("GET /orders.csv", FIGURES, scoped=True),
    console("GET /orders/{id:uuid}", EVERYBODY, at="near order", scoped=True),
    console("GET /orders/{id:uuid}/books", EVERYBODY, at="near order", scoped=True),
    console(
        "POST /orders/{id:uuid}/cancellation",
        SHOP,
        at="cancelled order",
        send={},
        scoped=True,
    ),
    console(
        "POST /orders/{id:uuid}/refunds",
        FIGURES,
        at="refunded order",
        send={},
        scoped=True,
        answers=NOTHING,
    ),
    console(
        "POST /orders/{id:uuid}/parcels",
        LEADERS,
        at="sent order",
        send=PARCEL,
        scoped=True,
        answers=LEFT,
    ),
    console(
        "PUT /parcels/{id:uuid}",
        LEADERS,
        at="parcel",
        send=TRACKED,
        scoped=True,
    ),
    console("POST /orders/{id:uuid}/address", LEADERS, at="sent order", scoped=True),
    console("GET /delivery", EVERYBODY),
    console("PUT /delivery", OFFICE, send={"ways": ["pickup", "mail"]}),
    console("GET /freights", EVERYBODY),
    console("POST /freights", OFFICE, send=FREIGHT),
    console("GET /freights/{id:uuid}", EVERYBODY, at="freight"),
    console("PUT /freights/{id:uuid}", OFFICE, at="spare freight", send=FREIGHT),
    console(
        "PUT /freights/{id:uuid}/products", OFFICE, at="spare freight", send={"add": ["{product}"]}
    ),
    console("PUT /freights/{id:uuid}/usual", OFFICE, at="spare freight", send={"usual": False}),
    # Whoever works at the store that sends it may send it, whosever customer she is.
    desk("GET /shipments", DESK),
    desk(
        "POST /shipments/{id:uuid}/parcels",
        DESK,
        at="sent order",
        send=PARCEL,
        answers=LEFT,
    ),
    desk("POST /shipments/{id:uuid}/address", DESK, at="sent order"),
    key("GET /shipments", "fulfilment.ship", query={"store": "{lane}"}),
    key(
        "POST /orders/{id:uuid}/parcels",
        "fulfilment.ship",
        at="sent order",
        send=PARCEL,
        answers=LEFT,
    ),
    key("GET /orders/{id:uuid}/address", "fulfilment.ship", at="sent order"),
    # Whoever stands at the counter hands out orders, whosever customer fetches them.
    desk("GET /stock", DESK, query={"q": "纸尿裤"}),
    desk("GET /stock/{id:uuid}", DESK, at="stocked"),
    desk("GET /pickups", DESK),
    desk("POST /pickups/look", DESK, send=DIGITS),
    desk("POST /pickups/redemption", DESK, send={"code": "{strange code}"}, answers=STRANGE),
    key("GET /coupons", "promotions.read"),
    key("POST /coupons", "promotions.write", send=COUPON),
    key("GET /coupons/{id:uuid}", "promotions.read", at="coupon"),
    key("POST /coupons/{id:uuid}/claims", "promotions.write", at="coupon", send=HERS),
    key("GET /customers/{id:uuid}/coupons", "promotions.read", at="near customer"),
    key("GET /promotions/blocks", "promotions.read"),
    key("POST /promotions/try", "promotions.read", send=PRICED),
    key("GET /promotions", "promotions.read"),
    key("GET /promotions/costs", "promotions.read"),
    key("POST /promotions", "promotions.write", send=PROMOTION),
    key("GET /promotions/{id:uuid}", "promotions.read", at="promotion"),
    key("GET /promotions/{id:uuid}/versions", "promotions.read", at="promotion"),
    key(
        "PUT /promotions/{id:uuid}",
        "promotions.write",
        at="spare promotion",
        send=PROMOTED,
        answers=OTHERS_WERE_FASTER,
    ),
    key("PUT /promotions/{id:uuid}/state", "promotions.write", at="spare promotion", send=PAUSED),
    key("GET /sales", "promotions.read"),
    key("POST /sales", "promotions.write", send=SALE),
    key("GET /sales/{id:uuid}", "promotions.read", at="sale"),
    key("GET /sales/{id:uuid}/live", "promotions.read", at="sale"),
    key(
        "PUT /sales/{id:uuid}",
        "promotions.write",
        at="sale",
        send={**SALE, "version": 1},
        answers=OVER,
    ),
    key("PUT /sales/{id:uuid}/state", "promotions.write", at="spare sale", send=ENDED),
    key("GET /group-buys", "promotions.read"),
    key("POST /group-buys", "promotions.write", send=GROUP_BUY),
    key("GET /group-buys/{id:uuid}", "promotions.read", at="group buy"),
    key(
        "PUT /group-buys/{id:uuid}",
        "promotions.write",
        at="group buy",
        send={**GROUP_BUY, "version": 1},
        answers=GROUPS_OVER,
    ),
    key("PUT /group-buys/{id:uuid}/state", "promotions.write", at="spare group buy", send=CLOSED),
    key("POST /quotes", "orders.read", send={**PRICED, **HERS}),
    key("POST /orders", "orders.write", send={**PRICED, **HERS}),
    key("GET /orders", "orders.read"),
    key("GET /orders/{id:uuid}", "orders.read", at="near order"),
    key("GET /orders/{id:uuid}/code", "orders.write", at="paid order"),
    key(
        "POST /orders/{id:uuid}/payment",
        "orders.write",
        at="near order",
        send={},
        answers=AWAY,
    ),
    key("POST /orders/{id:uuid}/cancellation", "orders.write", at="cancelled order", send={}),
    key(
        "POST /orders/{id:uuid}/refunds",
        "orders.refund",
        at="refunded order",
        send={},
        answers=NOTHING,
    ),
    key("POST /pickups/look", "fulfilment.redeem", send={**DIGITS, "store": "{lane}"}),
    key(
        "POST /pickups/redemption",
        "fulfilment.redeem",
        send={"code": "{strange code}", "store": "{lane}"},
        answers=STRANGE,
    ),
]

UNSIGNED = ("SIGN_ERROR",)
MONEY = [
    console("GET /payments", "owner hq finance"),
    console("GET /payments/quarantine", "owner hq finance"),
    console("GET /payments/{id:uuid}", "owner hq finance", at="payment"),
    key("GET /payments", "payments.read"),
    key("GET /payments/{id:uuid}", "payments.read", at="payment"),
    Row(
        door="POST /callbacks/cashier/{account:str}",
        may="anybody",
        at="no account",
        answers=("kernel.not_found",),
    ),
    Row(door="POST /sandbox/cashier/v1/trades", may="anybody", answers=UNSIGNED),
    Row(
        door="GET /sandbox/cashier/v1/trades/{number:str}",
        may="anybody",
        at="number",
        answers=UNSIGNED,
    ),
    Row(
        door="POST /sandbox/cashier/v1/trades/{number:str}/close",
        may="anybody",
        at="number",
        answers=UNSIGNED,
    ),
    Row(door="POST /sandbox/cashier/v1/refunds", may="anybody", answers=UNSIGNED),
    Row(
        door="GET /sandbox/cashier/v1/refunds/{number:str}",
        may="anybody",
        at="number",
        answers=UNSIGNED,
    ),
    Row(door="GET /sandbox/cashier/pay/{prepay:str}", may="anybody", at="prepay"),
    Row(door="POST /sandbox/cashier/pay/{prepay:str}", may="anybody", at="prepay"),
]

PLAN = {
    "since_on": "2099-03-01",
    "after_sale_days": 7,
    "ceiling_bp": 3000,
    "rates": [{"role": "guide", "rate_bp": 500}],
}
COMMISSION: dict[str, Any] = {"at": "shared order", "scoped": True}
EARNINGS = [
    console("GET /commissions", FIGURES, scoped=True),
    console("GET /commissions/months", FIGURES, scoped=True),
    console("GET /commissions/months.csv", FIGURES, scoped=True),
    console("GET /commissions/orders/{id:uuid}", FIGURES, **COMMISSION),
    console("GET /plans", FIGURES),
    console("POST /plans", OFFICE, send=PLAN),
    desk("GET /today", DESK),
    desk("GET /tasks/ended", DESK),
    desk("PUT /tasks/{id:uuid}/completion", "guide", at="task", scoped=True),
    desk(
        "PUT /tasks/{id:uuid}/dismissal",
        "guide",
        at="spare task",
        scoped=True,
        send={"reason": "in_touch"},
    ),
    desk("GET /earnings", DESK),
    desk("GET /earnings/month", DESK),
    key("GET /commissions", "distribution.read"),
    key("GET /commissions/months", "distribution.read"),
    key("GET /commissions/orders/{id:uuid}", "distribution.read", at="shared order"),
    key("GET /plans", "distribution.read"),
    key("POST /plans", "distribution.write", send=PLAN),
]

RULE = {"since_on": "2099-03-01", "points": 1, "per_minor": 100}
WORTH = {"on": False, "kind": "{points kind}", "per_hundred": 100}
POINTS = {"kind": "{points kind}", "amount": 5, "why": "补发"}
KIND = {"code": "{new}", "name": "成长积分"}
OFFER = {"pay_minor": 50_000, "bonus_minor": 5_000}
TELLERS = "owner hq finance"
DECIDED = ("loyalty.refund_decided",)
UNDER_WAY = ("loyalty.refund_under_way",)
WISH = {"id": "00000000-0000-4000-8000-000000000001", "why": "不要了"}
STORED = [
    console("GET /balances/offers", MONEYED),
    console("POST /balances/offers", OFFICE, send=OFFER),
    console("PUT /balances/offers/{id:uuid}/end", OFFICE, at="offer"),
    console("GET /balances/rule", MONEYED),
    console("PUT /balances/rule", OFFICE, send={"order": "bonus_first", "ceiling_minor": 500_000}),
    console("GET /balances/liability", TELLERS),
    console("GET /balances/months", TELLERS),
    console("GET /customers/{id:uuid}/balance", MONEYED, **HER),
    console("GET /customers/{id:uuid}/balance/movements", MONEYED, **HER),
    console(
        "POST /customers/{id:uuid}/balance/refunds",
        TELLERS,
        send={**WISH, "top_up": "{top up}"},
        answers=UNDER_WAY,
        **HER,
    ),
    console("GET /balances/refunds", TELLERS),
    console(
        "PUT /balances/refunds/{id:uuid}/approval", TELLERS, at="balance refund", answers=DECIDED
    ),
    console(
        "PUT /balances/refunds/{id:uuid}/refusal", TELLERS, at="balance refund", answers=DECIDED
    ),
    shop("GET /balance", "customer"),
    shop("GET /balance/movements", "customer"),
    shop("GET /balance/offers", "customer"),
    shop(
        "POST /balance/top-ups",
        "customer",
        send={"offer": "{offer}"},
        answers=("loyalty.offer_ended", "payments.no_cashier", *AWAY),
    ),
    shop("POST /balance/password/code", "customer", answers=("customers.too_many_codes",)),
    shop(
        "PUT /balance/password",
        "customer",
        send={"code": "000000", "password": "284915"},
        answers=("customers.wrong_code",),
    ),
    shop(
        "POST /orders/{id:uuid}/balance",
        "customer",
        at="near order",
        send={"password": "284915"},
        answers=("loyalty.no_password",),
    ),
    shop("GET /balance/refunds", "customer"),
    shop(
        "POST /balance/top-ups/{id:uuid}/refunds",
        "customer",
        at="top up",
        send=WISH,
        answers=("loyalty.refund_under_way",),
    ),
    key("GET /balances/offers", "loyalty.read"),
    key("POST /balances/offers", "loyalty.write", send=OFFER),
    key("GET /balances/liability", "ledger.read"),
    key("GET /balances/months", "ledger.read"),
    key("GET /customers/{id:uuid}/balance", "loyalty.read", at="near customer"),
    key("GET /customers/{id:uuid}/balance/movements", "loyalty.read", at="near customer"),
    key("GET /balances/refunds", "loyalty.refund"),
    key(
        "POST /customers/{id:uuid}/balance/refunds",
        "loyalty.refund",
        at="near customer",
        send={**WISH, "top_up": "{top up}"},
        answers=UNDER_WAY,
    ),
    key(
        "POST /balances/refunds/{id:uuid}/approval",
        "loyalty.refund",
        at="balance refund",
        send={},
        answers=DECIDED,
    ),
]
LADDER: dict[str, Any] = {
    "tiers": [
        {"code": "silver", "name": "银卡", "reach": 1000, "keep": 500, "benefits": ["生日礼"]},
        {"code": "gold", "name": "金卡", "reach": 5000, "keep": 3000},
    ],
    "valid_days": 365,
}
LOYAL = [
    console("GET /tiers", MONEYED),
    console("PUT /tiers", OFFICE, send=LADDER, answers=("loyalty.tier_gone",)),
    console("GET /customers/{id:uuid}/tier", MONEYED, **HER),
    desk("GET /customers/{id:uuid}/tier", DESK, **HER),
    shop("GET /tier", "customer"),
    key("GET /tiers", "loyalty.read"),
    key("PUT /tiers", "loyalty.write", send=LADDER, answers=("loyalty.tier_gone",)),
    key("GET /customers/{id:uuid}/tier", "loyalty.read", at="near customer"),
    console("GET /points/kinds", MONEYED),
    console("POST /points/kinds", OFFICE, send=KIND),
    console("PUT /points/kinds/{id:uuid}", OFFICE, at="points kind", send={"name": "积分"}),
    console("PUT /points/kinds/{id:uuid}/end", OFFICE, at="points kind"),
    console("POST /points/kinds/{id:uuid}/rules", OFFICE, at="points kind", send=RULE),
    console("GET /points/money", MONEYED),
    console("PUT /points/money", OFFICE, send=WORTH),
    console("GET /customers/{id:uuid}/points", MONEYED, **HER),
    console("GET /customers/{id:uuid}/points/entries", MONEYED, **HER),
    console(
        "POST /customers/{id:uuid}/points/adjustments",
        OFFICE,
        send={**POINTS, "amount": -1},
        **HER,
    ),
    shop("GET /points", "customer"),
    shop("GET /points/entries", "customer"),
    key("GET /points/kinds", "loyalty.read"),
    key("POST /points/kinds", "loyalty.write", send=KIND),
    key("POST /points/kinds/{id:uuid}/rules", "loyalty.write", at="points kind", send=RULE),
    key("GET /points/money", "loyalty.read"),
    key("PUT /points/money", "loyalty.write", send=WORTH),
    key("GET /customers/{id:uuid}/points", "loyalty.read", at="near customer"),
    key("GET /customers/{id:uuid}/points/entries", "loyalty.read", at="near customer"),
    key(
        "POST /customers/{id:uuid}/points/adjustments",
        "loyalty.adjust",
        at="near customer",
        send={**POINTS, "amount": -1},
    ),
    key(
        "POST /customers/{id:uuid}/points/spends",
        "loyalty.adjust",
        at="near customer",
        send=POINTS,
    ),
    key(
        "POST /points/spends/{id:uuid}/returns",
        "loyalty.adjust",
        at="points spend",
        send={"amount": 1},
        answers=("loyalty.back_too_much",),
    ),
]

# Doors for programs: what they take is proved by a signature or an address, not by a session.
MACHINES = [
    Row(
        door="POST /callbacks/aliyun-sms/{account:str}",
        may="anybody",
        at="no account",
        send=[],
        answers=("kernel.not_found",),
    ),
    Row(door="GET /sandbox/stage", may="anybody", answers=("kernel.not_found",)),
    Row(door="POST /sandbox/aliyun-sms", may="anybody", answers=("InvalidAccessKeyId.NotFound",)),
    Row(door="GET /ops/health", may="anybody"),
    Row(door="GET /ops/ready", may="anybody"),
    Row(door="GET /ops/metrics", may="anybody"),
]

MATRIX = [*ONESELF, *PEOPLE, *RECEIPTS, *INSIGHT, *AUDIENCES, *LETTERS, *STOCK, *HOUSE, *TRUST]
MATRIX += CAMPAIGNS
MATRIX += [*GUIDE, *STOREFRONT, *OPEN, *MACHINES]
MATRIX += MONEY
MATRIX += SHOPPING
MATRIX += WAYS
MATRIX += WORDS
MATRIX += EARNINGS
MATRIX += LOYAL
MATRIX += STORED
