"""What may happen, against an independent model, whatever is asked in whatever order."""

import itertools
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from siyu.modules import ledger
from siyu.modules.ledger import Account, Balance, Chain, Post, Settle, Transfer, rules
from siyu.modules.ledger.tests.model import ACCOUNTS, COUPON, HER, NUMBER, Model, Wish, chain, id_of
from tests.house.depth import times

PCS = [0, 1, 2, 3, 4, 5, 6]
sides = st.permutations(PCS).map(lambda places: places[:2])
moves = st.builds(
    lambda kind, pair, amount: (kind, *pair, amount),
    st.sampled_from(["post", "pend"]),
    sides,
    st.integers(1, 6),
)
wells = st.builds(
    lambda pair, amount: ("post", *pair, amount),
    st.sampled_from([(2, 0), (3, 1), (5, 4)]),
    st.integers(1, 9),
)
holds = st.integers(0, 11)
lines = st.none() | st.integers(1, 3)
settling = st.builds(
    lambda hold, line, amount: ("settle", hold, line, amount if line else None),
    holds,
    lines,
    st.none() | st.integers(1, 4),
)
voiding = st.builds(lambda hold, line: ("void", hold, line, None), holds, lines)
wishes = st.tuples(
    st.integers(0, 11), st.lists(moves | wells | settling | voiding, min_size=1, max_size=4)
)


class Books:
    """What `apply` does around the decision, with dictionaries for tables."""

    def __init__(self) -> None:
        self.balances = {
            a.id: Balance(floor=a.floor, ceiling=a.ceiling) for a in ACCOUNTS if a.bounded
        }
        self.written: list[Transfer] = []

    def apply(self, chains: Sequence[Chain]) -> list[str]:
        ids, held = {c.id for c in chains}, {h for c in chains for h in c.holds()}
        book = rules.Book(
            balances=self.balances,
            chains={i: lines for i in ids if (lines := self._of(i))},
            holds={i: lines for i in held if (lines := [t for t in self._of(i) if not _done(t)])},
            ended={
                (t.of, t.of_line): t.phase
                for t in self.written
                if t.of is not None and t.of_line is not None
            },
        )
        decision = rules.decide(book, chains)
        self.written += decision.transfers
        for account, by in decision.changes.items():
            self.balances[account] = rules.changed(self.balances[account], by)
        return [type(one).__name__ for one in decision.outcomes]

    def _of(self, chain: UUID) -> list[Transfer]:
        return [t for t in self.written if t.chain == chain]


def _done(line: Transfer) -> bool:
    return line.phase != "pending"


class Machine(RuleBasedStateMachine):
    made = Bundle("made")
    """Chains that made holds, if they were granted."""

    def __init__(self) -> None:
        super().__init__()
        self.books, self.model = Books(), Model()
        self.fresh = itertools.count(100)

    def agree(self, *wishes: Wish) -> None:
        found = self.books.apply([chain(wish) for wish in wishes])
        assert found == [self.model.judge(wish) for wish in wishes]

    def new(self, *steps: tuple) -> Wish:
        return next(self.fresh), list(steps)

    @initialize()
    def open_shop(self) -> None:
        wells = [("post", 2, 0, 9), ("post", 3, 1, 9), ("post", 5, 4, 9)]
        self.agree(self.new(*wells))

    @rule(batch=st.lists(wishes, min_size=1, max_size=5))
    def book_anything(self, batch: list[Wish]) -> None:
        self.agree(*batch)

    @rule(wish=wishes)
    def book_the_same_twice(self, wish: Wish) -> None:
        self.agree(wish, wish)

    @rule(
        target=made,
        pair=st.sampled_from([(0, 2), (1, 3), (4, 6), (4, 5)]),
        amounts=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    )
    def hold(self, pair: tuple[int, int], amounts: list[int]) -> Wish:
        wish = self.new(*(("pend", *pair, amount) for amount in amounts))
        self.agree(wish)
        return wish

    @rule(held=made, line=st.integers(1, 3), amount=st.none() | st.integers(1, 5))
    def settle_a_line(self, held: Wish, line: int, amount: int | None) -> None:
        self.agree(self.new(("settle", held[0], line, amount)))

    @rule(held=made, how=st.sampled_from(["settle", "void"]), again=st.booleans())
    def end_it(self, held: Wish, how: str, again: bool) -> None:
        end = self.new((how, held[0], None, None))
        self.agree(*([held] if again else []), end, self.new((how, held[0], 1, None)))

    @rule(held=made, line=st.integers(1, 3))
    def end_a_line_twice_in_one_chain(self, held: Wish, line: int) -> None:
        self.agree(self.new(("settle", held[0], line, 1), ("void", held[0], None, None)))

    @rule(held=made, amounts=st.lists(st.integers(1, 4), min_size=1, max_size=2))
    def settle_and_sell_what_was_let_go(self, held: Wish, amounts: list[int]) -> None:
        settling = [("settle", held[0], n, amount) for n, amount in enumerate(amounts, 1)]
        self.agree(self.new(*settling, ("post", 0, 2, 5)), self.new(("post", 1, 3, 4)))

    @rule(pair=st.sampled_from([(2, 0), (3, 1), (5, 4), (6, 4)]), amount=st.integers(1, 6))
    def bring(self, pair: tuple[int, int], amount: int) -> None:
        self.agree(self.new(("post", *pair, amount)))

    @invariant()
    def every_balance_is_the_models(self) -> None:
        for account, balance in self.books.balances.items():
            kept = (balance.posted, balance.held, balance.coming)
            assert kept == self.model.stands(NUMBER[account])
            assert balance.floor is None or balance.posted - balance.held >= balance.floor
            assert balance.ceiling is None or balance.posted + balance.coming <= balance.ceiling

    @invariant()
    def what_was_written_is_what_was_granted_and_adds_up(self) -> None:
        assert {t.chain for t in self.books.written} == {id_of(n) for n in self.model.chains}
        added: dict[UUID, Balance] = {}
        rules.Replay(added).take(self.books.written)
        for account, balance in self.books.balances.items():
            found = added.get(account, Balance())
            assert found.posted == balance.posted
            assert (found.held, found.coming) == (balance.held, balance.coming)
        assert sum(balance.posted for balance in added.values()) == 0

    @invariant()
    def no_line_ends_twice(self) -> None:
        ends = [(t.of, t.of_line) for t in self.books.written if t.of is not None]
        assert len(set(ends)) == len(ends)


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=times(50, 3_000),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def pending(wish: Wish) -> list[Transfer]:
    """The lines of a wish for a hold, as they would be read back."""
    return rules.decide(OPEN, [chain(wish)]).transfers


OPEN = rules.Book(balances={}, chains={}, holds={}, ended={})
HOLD: Wish = (1, [("pend", 0, 2, 3)])
SETTLE: Wish = (2, [("settle", 1, None, None)])


def test_a_hold_written_while_we_waited_ends_in_the_batch_that_repeats_it() -> None:
    """Its balances are locked, for the batch names them; only the first look came too early."""
    book = rules.Book(balances={}, chains={id_of(1): pending(HOLD)}, holds={}, ended={})
    outcomes = rules.decide(book, [chain(HOLD), chain(SETTLE)]).outcomes
    assert [type(one).__name__ for one in outcomes] == ["Repeated", "Granted"]


def test_another_hold_under_that_id_has_balances_that_nobody_locked() -> None:
    other = pending((1, [("pend", 1, 3, 2)]))
    book = rules.Book(balances={}, chains={id_of(1): other}, holds={}, ended={})
    outcomes = rules.decide(book, [chain(HOLD), chain(SETTLE)]).outcomes
    assert [type(one).__name__ for one in outcomes] == ["Differs", "Missing"]


def test_a_longer_chain_under_the_same_id_differs() -> None:
    short, long = (1, [("post", 2, 0, 3)]), (1, [("post", 2, 0, 3), ("post", 3, 1, 3)])
    for first, again in ((short, long), (long, short)):
        outcomes = rules.decide(OPEN, [chain(first), chain(again)]).outcomes
        assert [type(one).__name__ for one in outcomes] == ["Granted", "Differs"]


def test_who_has_more_than_a_lowered_limit_may_give_back_but_not_take() -> None:
    quota, cap = ledger.quota(COUPON), ledger.cap(COUPON, HER, 1)
    balances = {cap.id: Balance(posted=3, floor=0, ceiling=3), quota.id: Balance(floor=0)}
    book = rules.Book(balances=balances, chains={}, holds={}, ended={})
    back = ledger.post(id_of(1), [Post(cap, quota, 1)], reason="returned")
    more = ledger.post(id_of(2), [Post(quota, cap, 1)], reason="claimed")
    outcomes = rules.decide(book, [back, more]).outcomes
    assert [type(one).__name__ for one in outcomes] == ["Granted", "Short"]


@pytest.mark.parametrize("amount", [0, -1, 10**15 + 1, True, 1.0])
def test_an_amount_is_a_whole_positive_number(amount: int) -> None:
    with pytest.raises(ValueError, match="whole number"):
        Post(ACCOUNTS[0], ACCOUNTS[2], amount)


def test_units_do_not_mix_and_nothing_moves_to_itself() -> None:
    fen = Account(kind="due", owner=uuid4(), unit="fen")
    with pytest.raises(ValueError, match="fen is not pcs"):
        Post(fen, ACCOUNTS[0], 1)
    with pytest.raises(ValueError, match="itself"):
        Post(fen, fen, 1)


def test_a_chain_has_a_step_and_a_settled_amount_has_a_line() -> None:
    with pytest.raises(ValueError, match="needs a step"):
        Chain(id=uuid4(), steps=(), reason="nothing")
    with pytest.raises(ValueError, match="of one line"):
        Settle(uuid4(), None, 3)


def test_an_account_is_its_name() -> None:
    ids = [account.id for account in ACCOUNTS]
    assert len(set(ids)) == len(ids)
    assert all(one.version == 8 and one.variant == "specified in RFC 4122" for one in ids)
    again = Account(kind="stock", owner=ACCOUNTS[0].owner, place=ACCOUNTS[0].place, unit="pcs")
    assert again.id == ids[0]
