"""What everybody does in turn, moment by moment."""

from tests.simulator import kinds, sending, teams
from tests.simulator.life import Act

ACTS: tuple[Act, ...] = (
    kinds.hold_sales, teams.hold_groups, kinds.claim, teams.sit_down, kinds.pay_by_balance,
    kinds.pay, kinds.cancel, kinds.fetch, sending.ship, sending.receive, kinds.give_back,
    kinds.house_gives_back, sending.ask_cases, sending.go_on, kinds.use_vouchers, kinds.top_up,
    kinds.spend_points,
)  # fmt: skip
