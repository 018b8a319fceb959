"""The vendor's desk: who asks is proven first, then how often, then what; every answer is signed.

A fault plan that refuses does so with SYSTEMERROR, and half of the time only after the deed: then
the merchant does not know whether it was done, which is what a real failure is like.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import msgspec

from siyu.integrations.cashier.account import VENDOR, Account, Accounts, tenant_of
from siyu.integrations.cashier.rules import RULES
from siyu.integrations.cashier.sandbox import refunds, trades
from siyu.integrations.cashier.sandbox.denials import Denied
from siyu.integrations.cashier.shapes import (
    CloseGiven,
    Fault,
    Number,
    RefundGiven,
    TradeGiven,
)
from siyu.integrations.cashier.signing import (
    Unproven,
    must_be_recent,
    must_be_signed,
    prove,
    read_authorization,
)
from siyu.kernel import sandbox
from siyu.kernel.db import Actor, Work
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import FaultPlan, World

T = TypeVar("T")

NONCE = "nonce"
CALL = "call"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it came; `path` with its query."""

    method: str
    path: str
    authorization: str
    body: bytes


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request that is proven."""

    work: Work
    account: Account
    plan: FaultPlan
    body: bytes


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """An answer; unsigned only when nobody knows whose it would be."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = {}


class _Once(msgspec.Struct):
    nonce: str


Act = Callable[[Asked], Awaitable[Any]]


class Desk:
    """Takes requests of all merchants."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self.accounts = Accounts(kit)

    async def prepare(self, given: Given) -> Reply:
        async def act(asked: Asked) -> object:
            wanted = _read(asked.body, TradeGiven)
            _must_be_ours(asked, wanted.mchid)
            await _must_not_be_too_often(asked.work, wanted.out_trade_no)
            return await trades.prepare(asked.work, wanted)

        return await self._serve(given, act)

    async def show(self, given: Given, number: str, mchid: str) -> Reply:
        async def act(asked: Asked) -> object:
            _must_be_ours(asked, mchid)
            await _must_not_be_too_often(asked.work, _number(number))
            _, trade = await trades.get(World(asked.work, VENDOR), number)
            return trade.shown()

        return await self._serve(given, act)

    async def close(self, given: Given, number: str) -> Reply:
        async def act(asked: Asked) -> None:
            _must_be_ours(asked, _read(asked.body, CloseGiven).mchid)
            await _must_not_be_too_often(asked.work, _number(number))
            await trades.close(asked.work, number)

        return await self._serve(given, act)

    async def refund(self, given: Given) -> Reply:
        async def act(asked: Asked) -> object:
            wanted = _read(asked.body, RefundGiven)
            await _must_not_be_too_often(asked.work, wanted.out_trade_no)
            return await refunds.ask(asked.work, wanted, asked.plan)

        return await self._serve(given, act)

    async def show_refund(self, given: Given, number: str) -> Reply:
        async def act(asked: Asked) -> object:
            await _must_not_be_too_often(asked.work, _number(number))
            return await refunds.show(asked.work, number)

        return await self._serve(given, act)

    async def _serve(self, given: Given, act: Act) -> Reply:
        tenant = _tenant(given)
        account = None if tenant is None else await self.accounts.find(tenant)
        if tenant is None or account is None:
            return _denial(Denied("SIGN_ERROR", "authorization"))
        try:
            reply = await self._done(tenant, account, given, act)
        except Denied as denied:
            reply = _denial(denied)
        now = self._kit.clock.now()
        signed = prove(account.platform, account.platform_serial, reply.body, now)
        return msgspec.structs.replace(reply, headers=signed)

    async def _done(self, tenant: TenantId, account: Account, given: Given, act: Act) -> Reply:
        async with self._kit.works.open(tenant, actor=Actor("vendor")) as work:
            await _must_be_proven(work, account, given)
            plan = await sandbox.plan(work, VENDOR)
            fate = work.new_id()
            fails = plan.refuses(fate)
            if fails and fate.int & 1:
                raise Denied("SYSTEMERROR")
            asked = Asked(work=work, account=account, plan=plan, body=given.body)
            done = await act(asked)
        if fails:
            raise Denied("SYSTEMERROR")
        return Reply(status=204) if done is None else Reply(status=200, body=_json(done))


async def _must_be_proven(work: Work, account: Account, given: Given) -> None:
    _, proof = read_authorization(given.authorization)
    try:
        must_be_recent(proof.timestamp, work.now)
        signed = (given.method.encode(), given.path.encode(), *proof.parts(given.body))
        must_be_signed(account.public, proof.signature, *signed)
    except Unproven as why:
        raise Denied("SIGN_ERROR", str(why)) from why
    if proof.serial != account.serial:
        raise Denied("SIGN_ERROR", "serial")
    world = World(work, VENDOR)
    await world.alone(f"{NONCE}/{proof.nonce}")
    if await world.times(NONCE, proof.nonce, work.now - 2 * RULES.window):
        raise Denied("SIGN_ERROR", "nonce")
    await world.remember(NONCE, _Once(proof.nonce), by=proof.nonce)


async def _must_not_be_too_often(work: Work, number: str) -> None:
    """And from here on, nobody else does anything with this number."""
    world = World(work, VENDOR)
    await world.alone(number)
    calls = await world.times(CALL, number, work.now - timedelta(minutes=1))
    if len(calls) >= RULES.calls_per_minute:
        raise Denied("FREQUENCY_LIMITED")
    await world.remember(CALL, _Once(""), by=number)


def _tenant(given: Given) -> TenantId | None:
    try:
        return tenant_of(read_authorization(given.authorization)[0])
    except Unproven:
        return None


def _must_be_ours(asked: Asked, mchid: str) -> None:
    if mchid != asked.account.mchid:
        raise Denied("PARAM_ERROR", "mchid")


def _number(given: str) -> str:
    try:
        return msgspec.convert(given, Number)
    except msgspec.ValidationError as why:
        raise Denied("PARAM_ERROR", "number") from why


def _read(body: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.DecodeError as why:
        raise Denied("PARAM_ERROR", str(why)) from why


def _denial(denied: Denied) -> Reply:
    return Reply(status=denied.status, body=_json(Fault(denied.code, denied.message)))


def _json(body: object) -> bytes:
    return msgspec.json.encode(body)
