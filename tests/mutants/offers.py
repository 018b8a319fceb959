"""The guards of what is offered: coupons, flash sales, gifts."""

from tests.mutants.guard import ROOMS, guard

FLASH = "tests/flows/test_flash_sales.py"
KINDS = "tests/flows/test_coupon_kinds.py"
GIFTS = "tests/flows/test_order_gifts.py"

OFFERS = (
    guard(
        "coupons: used once",
        f"{ROOMS}/promotions/actions.py",
        "      and w.used_at is null and w.expired_at is null\n"
        '    returning w.id, w.coupon_id, w.customer_id, w.used_by as "order"',
        '    returning w.id, w.coupon_id, w.customer_id, w.used_by as "order"',
        f"{ROOMS}/promotions/tests/test_wallet.py"
        "::test_of_many_orders_one_takes_it_and_giving_back_makes_it_as_good_as_before",
    ),
    guard(
        "coupons: hers alone",
        f"{ROOMS}/promotions/actions.py",
        " and w.customer_id = u.customer_id\n",
        "\n",
        f"{ROOMS}/promotions/tests/test_wallet.py::test_nobody_uses_what_is_anothers",
    ),
    guard(
        "coupons: no more than there are",
        f"{ROOMS}/ledger/kinds.py",
        '"quota": Kind(unit=PIECES, floor=0, short=QuotaShort, watched=True)',
        '"quota": Kind(unit=PIECES, short=QuotaShort, watched=True)',
        f"{KINDS}::test_a_code_brings_one_within_quota_and_limit_in_capitals_or_not",
    ),
    guard(
        "coupons: few tries of a code",
        f"{ROOMS}/promotions/guessing.py",
        "    if wait is not None:\n",
        "    if False:\n",
        f"{KINDS}::test_wrong_codes_count_and_then_she_waits",
    ),
    guard(
        "promotions: who may be new is alone",
        "siyu/flows/place_orders.py",
        "        if seen.asks_who_is_new(one) and one.customer not in seen.bought:\n",
        "        if False:\n",
        f"{GIFTS}::test_of_two_first_orders_at_once_one_is_the_first",
    ),
    guard(
        "gifts: she gets those that she saw",
        "siyu/flows/order_gifts.py",
        "if one.seen is not None and {sku: n for sku, n in one.seen.items() if n} != given:",
        "if False:",
        f"{GIFTS}::test_who_saw_another_gift_is_told_and_nothing_is_held",
    ),
    guard(
        "gifts: what is bought is not given away",
        "siyu/flows/order_gifts.py",
        "        pieces = min(gift.quantity, after[shelf])\n",
        "        pieces = gift.quantity\n",
        f"{GIFTS}::test_of_a_batch_the_first_get_the_gifts_that_are_left",
    ),
    guard(
        "gifts: what is not earned any more goes back",
        "siyu/flows/order_gifts.py",
        "    if not over:\n        return asked\n",
        "    if over is not None:\n        return asked\n",
        f"{GIFTS}::test_a_gift_that_is_not_earned_any_more_goes_back_by_itself",
    ),
    guard(
        "flash sales: no more than was put aside",
        f"{ROOMS}/ledger/kinds.py",
        '"pool": Kind(unit=PIECES, floor=0, short=StockShort, watched=True)',
        '"pool": Kind(unit=PIECES, short=StockShort, watched=True)',
        f"{FLASH}::test_many_who_want_the_last_pieces_get_as_many_as_there_are",
    ),
    guard(
        "flash sales: no more for one than her cap",
        "siyu/flows/flash_takings.py",
        "    return goods + caps\n",
        "    return goods\n",
        f"{FLASH}::test_one_who_orders_from_many_phones_at_once_gets_no_more_than_hers",
    ),
    guard(
        "flash sales: after the end it goes to the shelf",
        "siyu/flows/flash_takings.py",
        "        if took is not None and took.good in self.running:\n",
        "        if took is not None:\n",
        f"{FLASH}::test_the_table_of_the_page",
    ),
    guard(
        "flash sales: one sale of a SKU at a time",
        "siyu/flows/flash_sales.py",
        "    if (found := deals.clashes(sale, others)) is not None:\n",
        "    if (found := deals.clashes(sale, others)) is not None and not sale:\n",
        f"{FLASH}::test_a_price_that_is_no_lower_and_a_second_sale_of_a_sku_are_refused",
    ),
    guard(
        "flash sales: cheaper than before",
        "siyu/flows/flash_sales.py",
        "        if good.price_minor >= unit:\n",
        "        if False:\n",
        f"{FLASH}::test_a_price_that_is_no_lower_and_a_second_sale_of_a_sku_are_refused",
    ),
)
