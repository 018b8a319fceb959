"""Whether every merchant's books are right: each invariant of the rooms that keep any, the ledger's
seals, and the ledger replayed from the first line.
"""

import asyncpg

from siyu.bootstrap import addresses
from siyu.cli.program import Checked
from siyu.kernel.ids import TenantId
from siyu.kernel.invariants import Invariant, Meaning
from siyu.kernel.kit import Kit
from siyu.modules import deals, distribution, groups, inventory, ledger, loyalty

_ROOMS = {
    "ledger": ledger,
    "distribution": distribution,
    "loyalty": loyalty,
    "inventory": inventory,
    "deals": deals,
    "groups": groups,
}
_REPLAY = Meaning(
    "每个余额都与从第一笔起重算的相同。", "Every balance, recomputed from the first line."
)
_LAST = "select case when is_called then last_value else 0 end from tenants.number"


async def check_ledger(kit: Kit, urls: addresses.Urls, *, audit: bool) -> list[Checked]:
    """One line per invariant over all merchants; with `audit`, balances from genesis as well."""
    merchants = await _merchants(urls)
    broken: dict[tuple[str, str], list[str]] = {
        (room, code): [] for room, books in _ROOMS.items() for code in books.MEANINGS
    }
    different: list[str] = []
    tampered: list[str] = []
    for merchant in merchants:
        async with kit.works.look(merchant) as work:
            for room, books in _ROOMS.items():
                for one in await books.check(work):
                    broken[room, one.code] += _said(merchant, one)
            tampered += [
                f"merchant {merchant}, seal {one.number}: {one.said}"
                for one in await ledger.verify(work)
            ]
            if audit:
                different += [
                    f"merchant {merchant}, account {one.account}"
                    for one in await ledger.replay(work)
                ]
    checks = [
        _of(f"{room}: {code}", faults, _ROOMS[room].MEANINGS[code])
        for (room, code), faults in broken.items()
    ]
    checks.append(_of("ledger: seals", tampered, ledger.SEALED))
    return [*checks, _of("ledger: replay", different, _REPLAY)] if audit else checks


async def _merchants(urls: addresses.Urls) -> list[TenantId]:
    conn = await asyncpg.connect(urls.owner, timeout=5)
    try:
        return [TenantId(n) for n in range(1, await conn.fetchval(_LAST) + 1)]
    finally:
        await conn.close()


def _said(merchant: TenantId, one: Invariant) -> list[str]:
    more = f" and {one.broken - len(one.examples)} more" * (one.broken > len(one.examples))
    return [f"merchant {merchant}: {'; '.join(one.examples)}{more}"] if one.broken else []


def _of(name: str, faults: list[str], means: Meaning) -> Checked:
    said = " | ".join(faults[:3]) + (f" | … {len(faults) - 3} more" if len(faults) > 3 else "")
    return Checked(name=name, state="failed" if faults else "ok", said=said or means.en)
