"""The guards: where each stands, what stands there without it, and which tests must miss it.

`old` stands exactly once in its file. A test that is named alone is enough; it need not be the
only one that goes red.
"""

from tests.mutants.goods import GOODS
from tests.mutants.guard import ROOMS, guard
from tests.mutants.offers import OFFERS

LEDGER = f"{ROOMS}/ledger"
APPLY = f"{LEDGER}/tests/test_apply.py"
RACES = f"{LEDGER}/tests/test_races.py"
SEALS = f"{LEDGER}/tests/test_seals.py"
ORDERS = f"{ROOMS}/orders"
PAYMENTS = f"{ROOMS}/payments"
SETTLE = "tests/flows/test_settle_payment.py"
PLACE = "tests/flows/test_place_orders.py"
STORED = "tests/flows/test_stored_value.py"
POINTS = "tests/flows/test_points.py"

GUARDS = (
    guard(
        "ledger: the lock of balances",
        f"{LEDGER}/actions.py",
        """    on conflict (tenant_id, account_id) do update
      set ceiling = greatest(excluded.ceiling, b.posted + b.coming)
      where excluded.ceiling is not null
        and b.ceiling is distinct from greatest(excluded.ceiling, b.posted + b.coming)
""",
        "    on conflict (tenant_id, account_id) do nothing\n",
        f"{RACES}::test_the_last_unit_goes_to_exactly_one",
    ),
    guard(
        "ledger: the floor, in the decision",
        f"{LEDGER}/rules.py",
        "if takes > 0 and balance.left is not None and takes > balance.left:",
        "if False:",
        f"{APPLY}::test_what_comes_can_be_taken_and_no_more",
    ),
    guard(
        "ledger: the floor, in the database",
        "siyu/migrations/versions/0080_ledger.py",
        "  constraint balance_floor_ck check (posted - held >= floor),\n",
        "",
        f"{RACES}::test_without_the_lock_buyers_fall_against_the_last_wall",
    ),
    guard(
        "ledger: the ceiling of a person",
        f"{LEDGER}/rules.py",
        "                if brings > room:",
        "                if False:",
        f"{APPLY}::test_a_cap_is_told_with_each_chain",
    ),
    guard(
        "ledger: an id is booked once",
        f"{LEDGER}/rules.py",
        "if known := self._chains.get(chain.id):",
        "if known := self._chains.get(None):",
        f"{APPLY}::test_the_same_again_is_repeated_and_something_else_differs",
    ),
    guard(
        "ledger: other content under one id is refused",
        f"{LEDGER}/rules.py",
        "if not isinstance(drafted, list) or not _same(drafted, known):",
        "if not isinstance(drafted, list):",
        f"{APPLY}::test_the_same_again_is_repeated_and_something_else_differs",
    ),
    guard(
        "ledger: a hold ends once",
        f"{LEDGER}/rules.py",
        "refused = self._ended_before(chain, drafted) or self._short(chain, changes)",
        "refused = self._short(chain, changes)",
        f"{APPLY}::test_lines_of_a_hold_end_one_by_one",
    ),
    guard(
        "ledger: no more is settled than was held",
        f"{LEDGER}/rules.py",
        "if amount > held.amount:",
        "if False:",
        f"{APPLY}::test_nobody_ends_a_hold_that_is_none_or_takes_more",
    ),
    guard(
        "ledger: what is written stays, for the owner too",
        "siyu/migrations/versions/0080_ledger.py",
        "create trigger append_only before update or delete or truncate on ledger.transfer\n"
        "  for each statement execute function ledger.refuse_change();\n"
        "alter table ledger.transfer enable always trigger append_only;\n",
        "",
        f"{APPLY}::test_what_is_written_stays",
    ),
    guard(
        "ledger: seals wait for who writes still",
        f"{LEDGER}/seals.py",
        "if (await _PASSED.one(work, begun)).passed:",
        "if True:",
        f"{SEALS}::test_who_writes_still_is_waited_for_and_holds_nobody_up",
    ),
    guard(
        "ledger: a seal holds the seal before",
        f"{LEDGER}/seals.py",
        "whole = hashlib.sha256(before)",
        "whole = hashlib.sha256()",
        f"{SEALS}::test_a_seal_made_anew_does_not_fit_the_next",
    ),
    guard(
        "ledger: seals follow on each other",
        f"{LEDGER}/seals.py",
        "if one.number != before.number + 1 or one.after != before.upto:",
        "if False:",
        f"{SEALS}::test_a_seal_that_is_gone_is_missed",
    ),
    guard(
        "orders: she is charged what she saw",
        "siyu/flows/place_orders.py",
        "if one.seen_minor is not None and one.seen_minor != now:",
        "if False:",
        "tests/flows/test_promotions.py"
        "::test_a_promotion_that_ends_while_she_reads_is_a_refusal_and_no_charge",
    ),
    guard(
        "orders: the lock of wallets",
        f"{ROOMS}/promotions/queries.py",
        "order by w.id for update of w",
        "order by w.id",
        f"{PLACE}::test_a_coupon_goes_to_one_of_two_orders_that_have_nothing_else_in_common",
    ),
    guard(
        "orders: one key is one order",
        "siyu/flows/place_orders.py",
        "        if _same(known[one.order], lines[one.order], one)\n"
        "        and _sent_there(sent.get(one.order), one)\n"
        "        and _same_seat(seats.get(one.order), one)\n"
        "        and _same_points(spends.get(one.order), one)\n",
        "        if True\n",
        f"{PLACE}::test_a_key_with_another_content_at_the_same_time_is_refused",
    ),
    guard(
        "orders: of a list, who wants the same waits",
        "siyu/flows/place_orders.py",
        "        (others if names & taken else first).append((at, one))",
        "        first.append((at, one))",
        f"{PLACE}::test_a_coupon_wanted_by_many_orders_goes_to_one_and_the_others_hold_nothing",
    ),
    guard(
        "orders: only what is unpaid ends",
        "siyu/flows/expire_orders.py",
        'unpaid = [one for one in found.values() if one.state == "unpaid"]',
        "unpaid = list(found.values())",
        f"{SETTLE}::test_of_paying_and_ending_at_once_both_are_true_one_after_the_other",
    ),
    guard(
        "orders: nobody ends what is another's",
        "siyu/flows/expire_orders.py",
        "if customer is not None and found.customer_id != customer:",
        "if False:",
        f"{SETTLE}::test_nobody_ends_what_is_anothers",
    ),
    guard(
        "orders: no more goes back than was bought",
        f"{ORDERS}/rules.py",
        "if line is None or quantity > left:",
        "if line is None:",
        f"{ORDERS}/tests/test_worked_tables.py"
        "::test_of_what_cost_nothing_no_more_pieces_go_back_than_were_bought",
    ),
    guard(
        "orders: the lock of orders",
        f"{ORDERS}/queries.py",
        "where tenant_id = $1 and id = any($2::uuid[]) order by id for update",
        "where tenant_id = $1 and id = any($2::uuid[]) order by id",
        f"{ORDERS}/tests/test_orders.py::test_refunds_at_once_never_give_back_more_than_was_bought",
    ),
    guard(
        "orders: a refund rounds the whole that went back",
        f"{ORDERS}/rules.py",
        "return _worth(line, gone + quantity) - _worth(line, gone)",
        "return _worth(line, quantity)",
        f"{ORDERS}/tests/test_worked_tables.py::test_a_worked_refund_comes_out",
    ),
    guard(
        "late money: a coupon that serves another order stays there",
        "siyu/flows/settle_payment.py",
        "if order.state in ENDED and may_return and paid.amount_minor == order.payable_minor:",
        "if order.state in ENDED and paid.amount_minor == order.payable_minor:",
        f"{SETTLE}::test_late_money_goes_back_when_the_coupon_serves_another_order",
    ),
    guard(
        "late money: goods that are gone are not sold again",
        "siyu/flows/settle_payment.py",
        "        if isinstance(outcome, ledger.Short)\n",
        "        if False\n",
        f"{SETTLE}::test_late_money_for_goods_that_are_gone_goes_back",
    ),
    guard(
        "payments: what is taken is what is owed",
        "siyu/flows/settle_payment.py",
        "if paid.amount_minor + (held.amount if held else 0) != order.payable_minor:",
        "if False:",
        f"{SETTLE}::test_money_that_is_not_what_is_owed_goes_back",
    ),
    guard(
        "payments: the lock of attempts",
        f"{PAYMENTS}/queries.py",
        "where tenant_id = $1 and id = any($2::uuid[])\n    order by id for update\n",
        "where tenant_id = $1 and id = any($2::uuid[])\n    order by id\n",
        f"{PAYMENTS}/tests/test_notices.py::test_notices_that_come_at_once_pay_once",
    ),
    guard(
        "payments: no more is paid back than came in",
        f"{PAYMENTS}/rules.py",
        "if not 0 < ask.amount_minor <= left:",
        "if not 0 < ask.amount_minor:",
        f"{PAYMENTS}/tests/test_refunds.py::test_parts_go_back_up_to_what_was_paid",
    ),
    guard(
        "payments: one id is one refund",
        f"{PAYMENTS}/rules.py",
        "                if _same(ask, earlier)\n",
        "                if True\n",
        f"{PAYMENTS}/tests/test_refunds.py::test_the_same_id_is_the_same_refund",
    ),
    guard(
        "payments: a notice of another amount is kept apart",
        f"{PAYMENTS}/rules.py",
        '        (paid and notice.amount_minor != attempt.amount_minor, "amount"),\n',
        "",
        f"{PAYMENTS}/tests/test_notices.py::test_what_does_not_fit_is_kept_apart_and_told_once",
    ),
    guard(
        "payments: a notice of another merchant is kept apart",
        f"{PAYMENTS}/rules.py",
        "return notice.account == notice.through and account in {None, notice.account}",
        "return True",
        f"{PAYMENTS}/tests/test_notices.py::test_what_does_not_fit_is_kept_apart_and_told_once",
    ),
    guard(
        "vouchers: no more uses than were bought",
        f"{ROOMS}/vouchers/actions/redeem.py",
        "and used + back + $3 <= uses and valid_until > $4",
        "and valid_until > $4",
        f"{ROOMS}/vouchers/tests/test_vouchers.py"
        "::test_of_two_tills_that_want_the_last_use_one_wins",
    ),
    guard(
        "vouchers: not after their day",
        f"{ROOMS}/vouchers/actions/redeem.py",
        "<= uses and valid_until > $4",
        "<= uses and $4::timestamptz is not null",
        f"{ROOMS}/vouchers/tests/test_vouchers.py"
        "::test_another_store_a_late_day_and_a_wrong_code_are_refused",
    ),
    guard(
        "vouchers: at their stores",
        f"{ROOMS}/vouchers/actions/redeem.py",
        "and (stores is null or $5 = any(stores))",
        "and $5::uuid is not null",
        f"{ROOMS}/vouchers/tests/test_vouchers.py"
        "::test_another_store_a_late_day_and_a_wrong_code_are_refused",
    ),
    guard(
        "vouchers: the same key is the same use",
        f"{ROOMS}/vouchers/actions/redeem.py",
        "    if not noted:\n",
        "    if False:\n",
        f"{ROOMS}/vouchers/tests/test_vouchers.py"
        "::test_uses_are_counted_and_the_same_key_counts_once",
    ),
    guard(
        "commission: what goes back takes its part",
        f"{ROOMS}/distribution/rules.py",
        "left = max(0, base_minor - returned_minor)",
        "left = base_minor",
        f"{ROOMS}/distribution/tests/test_worked_tables.py"
        "::test_what_is_left_after_returns_comes_out",
    ),
    guard(
        "points: no more is spent than there is",
        f"{LEDGER}/kinds.py",
        '"points": Kind(unit=POINTS, floor=0, short=PointsShort)',
        '"points": Kind(unit=POINTS, short=PointsShort)',
        f"{POINTS}::test_of_many_who_spend_the_same_points_one_does",
    ),
    guard(
        "balance: no more is spent than there is",
        "siyu/flows/pay_by_balance.py",
        "    amount = min(wanted, stand.amount)\n",
        "    amount = wanted\n",
        f"{STORED}::test_of_many_orders_at_once_a_balance_pays_for_what_it_has",
    ),
    guard(
        "balance: not where the cashier was asked",
        "siyu/flows/pay_by_balance.py",
        "    if any(one.state in LIVING for one in attempts.values()):\n",
        "    if False:\n",
        f"{STORED}::test_a_balance_cannot_pay_where_the_cashier_was_asked",
    ),
    guard(
        "balance: a top-up counts once",
        "siyu/flows/top_up.py",
        '    if top_up.state == "paid":\n',
        "    if False:\n",
        f"{STORED}::test_a_balance_is_there_when_the_cashier_says_so_and_once",
    ),
    guard(
        "balance: the ceiling of the law",
        "siyu/flows/top_up.py",
        "    if stand.amount + offer.pay_minor + offer.bonus_minor > rule.ceiling_minor:\n",
        "    if False:\n",
        f"{STORED}::test_nobody_passes_the_ceiling",
    ),
    guard(
        "balance: few tries of a password",
        f"{ROOMS}/loyalty/passwords.py",
        "and customer_id = $2 and (tries < $5 or tried_at <= $3)",
        "and customer_id = $2 and ($5::int is not null)",
        "tests/flows/test_pay_password.py"
        "::test_tries_made_at_once_count_as_well_and_a_new_code_ends_the_wait",
    ),
    guard(
        "keys: another request under one key is refused",
        "siyu/kernel/idempotency.py",
        "        if before.request != one.request:\n",
        "        if False:\n",
        "tests/api/test_receipts.py::test_the_same_key_gets_the_same_answer",
    ),
    guard(
        "tenancy: the policy of rows",
        "siyu/migrations/walls.py",
        'f"using ({TENANT_POLICY}) with check ({TENANT_POLICY})"',
        'f"using (true) with check (true)"',
        f"{APPLY}::test_another_merchant_sees_nothing",
    ),
    guard(
        "tenancy: the owner is bound too",
        "siyu/migrations/walls.py",
        '    op.execute(f"alter table {table} force row level security")\n',
        "",
        "tests/contracts/test_walls.py::test_the_owner_is_bound_too",
    ),
    guard(
        "scope: other stores are not there",
        "siyu/kernel/scope.py",
        "        if self.places is not None and place not in self.places:\n",
        "        if False:\n",
        "tests/api/test_customers.py"
        "::test_a_manager_cannot_give_a_customer_to_a_store_out_of_scope",
    ),
    guard(
        "permits: a door opens to who may",
        "siyu/kernel/doors/audience.py",
        "    if door.permit not in {OPEN, SIGNED_IN} and door.permit not in ask.permits:\n",
        "    if False:\n",
        "tests/api/test_keys.py::test_a_key_opens_what_it_is_for_and_nothing_else",
    ),
    guard(
        "facts: a reader waits for who writes still",
        "siyu/kernel/facts/log.py",
        "select (select max(number) from facts.epoch) as epoch,\n"
        "           (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid",
        "select (select max(number) from facts.epoch) as epoch,\n"
        "           (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint as xid",
        "siyu/kernel/tests/test_facts.py::test_a_reader_waits_for_an_older_transaction_still_open",
    ),
    *OFFERS,
    *GOODS,
)
