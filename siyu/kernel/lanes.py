"""Lanes: while one batch commits, the next gathers; each caller gets its own answer.

One lane per process, verb and tenant. A batch is one unit of work. A batch that fails is halved
until the commands that break it stand alone. A lane that is full refuses at once: shed, never
queue without bound.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import accumulate, takewhile
from typing import Generic, NamedTuple, TypeVar

from siyu.kernel.db.work import Actor, Work, Works
from siyu.kernel.errors import Busy
from siyu.kernel.ids import TenantId

Command = TypeVar("Command")
Outcome = TypeVar("Outcome")

MAX_BATCH = 500
MAX_WAITING = 5_000

Run = Callable[[Work, Sequence[Command]], Awaitable[Sequence[Outcome]]]


class _Waiting(NamedTuple, Generic[Command, Outcome]):
    command: Command
    answer: asyncio.Future[Outcome]


class _Lane(Generic[Command, Outcome]):
    """Who waits, in order, and how much that weighs in all."""

    def __init__(self, weigh: Callable[[Command], int]) -> None:
        self.waiting: list[_Waiting[Command, Outcome]] = []
        self.weight = 0
        self._weigh = weigh

    def join(self, command: Command) -> asyncio.Future[Outcome]:
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.waiting.append(_Waiting(command, answer))
        self.weight += self._weigh(command)
        return answer

    def leave(self, most: int) -> list[_Waiting[Command, Outcome]]:
        """As many as a batch bears; one that is heavier than that goes alone."""
        weights = accumulate(self._weigh(w.command) for w in self.waiting)
        fitting = list(takewhile(lambda weight: weight <= most, weights))
        batch = self.waiting[: max(1, len(fitting))]
        del self.waiting[: len(batch)]
        self.weight -= sum(self._weigh(w.command) for w in batch)
        return batch


class Lanes(Generic[Command, Outcome]):
    """The lanes of one batch-first verb, one for each tenant, made when first used."""

    def __init__(
        self,
        works: Works,
        run: Run[Command, Outcome],
        *,
        actor: Actor,
        max_batch: int = MAX_BATCH,
        max_waiting: int = MAX_WAITING,
        weigh: Callable[[Command], int] = lambda _: 1,
        reads: bool = False,
    ) -> None:
        """`weigh` says how much of either limit a command takes; `reads`: nothing is written."""
        self._works = works
        self._run = run
        self._actor = actor
        self._max_batch = max_batch
        self._max_waiting = max_waiting
        self._weigh = weigh
        self._reads = reads
        self._lanes: dict[TenantId, _Lane[Command, Outcome]] = {}
        self._driving: dict[TenantId, asyncio.Task[None]] = {}

    async def submit(self, tenant: TenantId, command: Command) -> Outcome:
        """This command's outcome once its batch is committed; Busy when the lane is full."""
        lane = self._lanes.setdefault(tenant, _Lane(self._weigh))
        if lane.weight >= self._max_waiting:
            raise Busy(after_s=1)
        answer = lane.join(command)
        if tenant not in self._driving:
            self._driving[tenant] = asyncio.create_task(self._drive(tenant))
        return await answer

    async def close(self) -> None:
        """Let every batch in flight finish."""
        await asyncio.gather(*self._driving.values())

    async def _drive(self, tenant: TenantId) -> None:
        try:
            while batch := self._lanes[tenant].leave(self._max_batch):
                await self._commit(tenant, batch)
        finally:
            del self._driving[tenant]

    async def _commit(self, tenant: TenantId, batch: list[_Waiting[Command, Outcome]]) -> None:
        try:
            outcomes = await self._once(tenant, [w.command for w in batch])
        except Exception as why:  # noqa: BLE001 - handed to the caller who asked
            if len(batch) == 1:
                _answer(batch[0], why)
                return
            middle = len(batch) // 2
            await self._commit(tenant, batch[:middle])
            await self._commit(tenant, batch[middle:])
            return
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if not waiting.answer.done():
                waiting.answer.set_result(outcome)

    async def _once(self, tenant: TenantId, commands: Sequence[Command]) -> Sequence[Outcome]:
        if self._reads:
            async with self._works.look(tenant) as work:
                return await self._run(work, commands)
        async with self._works.open(tenant, actor=self._actor) as work:
            return await self._run(work, commands)


def _answer(waiting: _Waiting[Command, Outcome], why: Exception) -> None:
    if not waiting.answer.done():
        waiting.answer.set_exception(why)
