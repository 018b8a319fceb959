"""Whether every merchant's books are right: each invariant, and a replay from the first line."""

import asyncpg

from siyu.bootstrap import addresses
from siyu.cli.program import Checked
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import ledger

_LAST = "select case when is_called then last_value else 0 end from tenants.number"


async def check_ledger(kit: Kit, urls: addresses.Urls, *, audit: bool) -> list[Checked]:
    """One line per invariant over all merchants; with `audit`, balances from genesis as well."""
    merchants = await _merchants(urls)
    broken: dict[str, list[str]] = {code: [] for code in ledger.MEANINGS}
    different: list[str] = []
    for merchant in merchants:
        async with kit.works.look(merchant) as work:
            for one in await ledger.check(work):
                broken[one.code] += _said(merchant, one)
            if audit:
                different += [
                    f"merchant {merchant}, account {one.account}"
                    for one in await ledger.replay(work)
                ]
    checks = [_of(f"ledger: {code}", faults, code) for code, faults in broken.items()]
    return [*checks, _of("ledger: replay", different, "")] if audit else checks


async def _merchants(urls: addresses.Urls) -> list[TenantId]:
    conn = await asyncpg.connect(urls.owner, timeout=5)
    try:
        return [TenantId(n) for n in range(1, await conn.fetchval(_LAST) + 1)]
    finally:
        await conn.close()


def _said(merchant: TenantId, one: ledger.Invariant) -> list[str]:
    more = f" and {one.broken - len(one.examples)} more" * (one.broken > len(one.examples))
    return [f"merchant {merchant}: {'; '.join(one.examples)}{more}"] if one.broken else []


def _of(name: str, faults: list[str], code: str) -> Checked:
    means = ledger.MEANINGS[code].en if code else "Every balance, recomputed from the first line."
    said = " | ".join(faults[:3]) + (f" | … {len(faults) - 3} more" if len(faults) > 3 else "")
    return Checked(name=name, state="failed" if faults else "ok", said=said or means)
