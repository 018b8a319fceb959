"""The guards of what is handed over: groups, pickups, parcels, cases, transfers."""

from tests.mutants.guard import ROOMS, guard

GROUPS = "tests/flows/test_group_buys.py"
SHIP = "tests/flows/test_ship_order.py"
CASES = "tests/flows/test_after_sale.py"
TRANSFERS = "tests/flows/test_transfer_goods.py"
PICKUPS = f"{ROOMS}/fulfilment/tests/test_pickups.py"
TABLES = f"{ROOMS}/aftersale/tests/test_worked_tables.py"

GOODS = (
    guard(
        "groups: the last seat",
        f"{ROOMS}/ledger/kinds.py",
        '"seats": Kind(unit=PIECES, floor=0, short=SeatsShort)',
        '"seats": Kind(unit=PIECES, short=SeatsShort)',
        f"{GROUPS}::test_the_last_seat_has_one_winner",
    ),
    guard(
        "groups: one seat for each person",
        "siyu/flows/group_moves.py",
        "    found.append(ledger.Post(ledger.quota_world(sit.group),"
        " _one(sit.group, sit.customer), 1))\n",
        "",
        f"{GROUPS}::test_she_sits_in_a_group_once_however_many_phones_she_has",
    ),
    guard(
        "groups: late money takes a seat, or goes back",
        "siyu/flows/settle_payment.py",
        "            back += group_moves.again(seats[order.id]) if order.id in seats else []\n",
        "",
        f"{GROUPS}::test_the_tables_of_the_page",
    ),
    guard(
        "groups: nothing is handed over before it is full",
        "siyu/flows/ready_pickups.py",
        "        and one.id not in still\n",
        "",
        f"{GROUPS}::test_nothing_is_handed_over_before_it_is_full",
    ),
    guard(
        "groups: nothing is given back before it is full or over",
        "siyu/flows/refund_order.py",
        "    if asked.order in await groups.waiting(work, [asked.order]):\n",
        "    if False:\n",
        f"{GROUPS}::test_the_tables_of_the_page",
    ),
    guard(
        "groups: nobody sits down in one that failed",
        "siyu/flows/group_seats.py",
        "        if balance.left:\n",
        "        if False:\n",
        f"{GROUPS}::test_the_tables_of_the_page",
    ),
    guard(
        "pickups: a code opens once",
        f"{ROOMS}/fulfilment/actions/pickups.py",
        "store_id = $3\n      and redeemed_at is null and voided_at is null\n",
        "store_id = $3\n",
        f"{PICKUPS}::test_of_six_tills_at_once_one_hands_over",
    ),
    guard(
        "pickups: few guesses",
        f"{ROOMS}/fulfilment/actions/pickups.py",
        "    wait = rules.must_wait(guesses, work.now)\n",
        "    wait = None\n",
        f"{PICKUPS}::test_who_guesses_has_to_wait_and_others_have_not",
    ),
    guard(
        "parcels: no piece leaves twice",
        f"{ROOMS}/fulfilment/actions/parcels.py",
        "        if quantity > left.get(n, 0):\n",
        "        if False:\n",
        f"{SHIP}::test_whatever_is_sent_and_called_off_no_piece_goes_two_ways",
    ),
    guard(
        "parcels: the lock of what is sent",
        "siyu/flows/ship_order.py",
        "    found = await orders.lock_orders(work, [ask.order])\n",
        "    found = await orders.orders_of(work, [ask.order])\n",
        f"{SHIP}::test_two_who_send_the_last_piece_at_once_send_it_once",
    ),
    guard(
        "parcels: what is on its way is not called off",
        "siyu/flows/ship_order.py",
        "    if left is not None and any(",
        "    if left is None and any(",
        f"{SHIP}::test_what_is_on_its_way_she_can_not_call_off_and_the_house_takes_it_apart",
    ),
    guard(
        "parcels: nobody has in hand what had left",
        "siyu/flows/flash_takings.py",
        "    return part.quantity - part.handed if sent else 0\n",
        "    return part.quantity\n",
        f"{SHIP}::test_what_is_on_its_way_she_can_not_call_off_and_the_house_takes_it_apart",
    ),
    guard(
        "cases: no more than is with her",
        "siyu/flows/after_sale_may.py",
        "        if not 0 < pieces <= seen.left.get(n, 0):\n",
        "        if False:\n",
        f"{CASES}::test_a_case_is_asked_once_and_for_no_more_than_is_with_her",
    ),
    guard(
        "cases: what is in a case is not asked for twice",
        "siyu/flows/after_sale_may.py",
        "            - asked.get(one.n, 0),\n",
        "            - 0,\n",
        f"{CASES}::test_a_case_is_asked_once_and_for_no_more_than_is_with_her",
    ),
    guard(
        "cases: one answer",
        f"{ROOMS}/aftersale/actions.py",
        "    if not rules.may_become(case.state, to):\n",
        "    if False:\n",
        f"{CASES}::test_of_two_answers_at_once_one_counts",
    ),
    guard(
        "cases: an exchange takes only what is there",
        "siyu/flows/after_sale.py",
        "        await after_sale_goods.keep(work, held)\n",
        "        pass\n",
        f"{CASES}::test_a_refusal_says_why_and_no_exchange_takes_what_is_not_there",
    ),
    guard(
        "cases: what nobody saw is not sold again",
        "siyu/flows/after_sale_clock.py",
        "fit=False, clock=True",
        "fit=True, clock=True",
        f"{CASES}::test_what_is_under_way_for_long_counts_as_arrived",
    ),
    guard(
        "cases: what lapses lets go of the other goods",
        "siyu/flows/after_sale_clock.py",
        'await aftersale.move(work, held, "lapsed", clock=True)\n'
        "        await after_sale_goods.let_go(work, held)\n",
        'await aftersale.move(work, held, "lapsed", clock=True)\n',
        f"{CASES}::test_what_is_not_sent_back_in_time_lapses_and_is_asked_for_again",
    ),
    guard(
        "cases: seven days",
        f"{ROOMS}/aftersale/rules.py",
        "asked_on > received_on + timedelta(days=7)",
        "asked_on > received_on + timedelta(days=70)",
        f"{TABLES}::test_seven_days_are_seven_days",
    ),
    guard(
        "cases: freight only with the last goods",
        "siyu/flows/after_sale.py",
        "    return 0 if stays else order",
        "    return order",
        f"{CASES}::test_what_goes_back_is_what_is_stated",
    ),
    guard(
        "gifts: what she has in her hands comes back with what earned it",
        "siyu/flows/order_gifts.py",
        '    if (await orders.get_order(work, asked.order)).state != "paid":\n',
        "    if False:\n",
        "tests/flows/test_order_gifts.py::test_what_she_has_in_her_hands_comes_back_with_it",
    ),
    guard(
        "transfers: received once",
        "siyu/flows/transfer_goods.py",
        "    if any(isinstance(one, ledger.Differs | ledger.Repeated) for one in outcome):\n",
        "    if False:\n",
        f"{TRANSFERS}::test_of_two_who_receive_at_once_one_does",
    ),
    guard(
        "transfers: no more arrives than was sent",
        "siyu/flows/transfer_goods.py",
        "        if found.get(line.sku, 0) > line.sent:\n",
        "        if False:\n",
        f"{TRANSFERS}::test_what_is_sent_and_arrives",
    ),
)
