"""`siyu check`: everything that must be right, looked at one by one."""

import shutil

import asyncpg

from siyu.bootstrap import addresses, discover, up
from siyu.bootstrap.care.archive_checks import check_archive
from siyu.bootstrap.care.database_checks import check_database, check_roles
from siyu.bootstrap.care.ledger_checks import check_ledger
from siyu.bootstrap.ground import awake, keyring
from siyu.bootstrap.house import opened
from siyu.cli.program import Checked
from siyu.kernel import columns
from siyu.kernel.config import Settings
from siyu.kernel.errors import Told
from siyu.kernel.kit import Kit
from siyu.kernel.processes import read_report
from siyu.views import system

FREE_BYTES = 1 << 30
LATE_S = 60
"""Facts older than this that nobody has taken mean that the worker doesn't keep up."""


async def check(settings: Settings, *, audit: bool) -> list[Checked]:
    """Every check with its result; one that can't be made failed."""
    settings = addresses.beside(settings)
    checks = [_settings(settings), _disk(settings), _processes(settings)]
    if not _is_there(settings):
        said = f"nothing is kept in {settings.data.absolute()} yet: `siyu up` begins it"
        return [*checks, _of("database", ok=False, said=f"{said}, --data names another folder")]
    try:
        async with awake(settings):
            checks += await _inside(settings, audit=audit)
    except Told as why:
        checks.append(_of("database", ok=False, said=why.sentence("en")))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as why:
        checks.append(_of("database", ok=False, said=f"can't be reached: {type(why).__name__}"))
    return checks


def _is_there(settings: Settings) -> bool:
    """Whether there is a database to look at: looking at nothing must not make one."""
    data = settings.data
    has_secret = settings.secret is not None or (data / "secret").exists()
    return has_secret and (settings.database_url is not None or (data / "postgres").exists())


async def _inside(settings: Settings, *, audit: bool) -> list[Checked]:
    urls = addresses.urls(settings, keyring(settings))
    checks = await check_roles(urls)
    if any(one.state == "failed" for one in checks):
        return checks
    checks += await check_database(urls)
    if any(one.name == "migrations" and one.state == "failed" for one in checks):
        return checks
    async with opened(settings, size=2) as kit:
        checks += await _queues(kit) + await check_ledger(kit, urls, audit=audit)
        return [*checks, *await check_archive(kit), *await _columns(kit, audit=audit)]


def _settings(settings: Settings) -> Checked:
    where = "PostgreSQL of your own" if settings.database_url else "embedded PostgreSQL"
    vendors = "vendors in the sandbox" if settings.sandbox else "real vendors"
    return _of("settings", ok=True, said=f"data in {settings.data.absolute()}, {where}, {vendors}")


def _disk(settings: Settings) -> Checked:
    place = settings.data if settings.data.exists() else settings.data.absolute().parent
    free = shutil.disk_usage(place).free
    return _of("disk", ok=free >= FREE_BYTES, said=f"{free / 1e9:,.1f} GB free")


def _processes(settings: Settings) -> Checked:
    seen = read_report(up.report(settings))
    if not seen:
        return Checked(name="processes", state="off", said="no `siyu up` runs on this folder")
    said = ", ".join(f"{one.name} {one.state}" for one in seen)
    return _of("processes", ok=all(one.state == "running" for one in seen), said=said)


async def _queues(kit: Kit) -> list[Checked]:
    queues = await system.get_queues(kit)
    age = system.age_s(queues.oldest_at, kit.clock.now())
    waiting = f"{queues.jobs_due} jobs due, {queues.letters_open} messages of vendors waiting"
    return [
        _of("outbox", ok=age <= LATE_S, said=f"oldest fact not taken is {age} s old; {waiting}"),
        _of("parked facts", ok=not queues.parked, said=f"{queues.parked}"),
        _of("failed jobs", ok=not queues.jobs_failed, said=f"{queues.jobs_failed}"),
        _of("parked messages", ok=not queues.letters_parked, said=f"{queues.letters_parked}"),
    ]


async def _columns(kit: Kit, *, audit: bool) -> list[Checked]:
    stand = await system.get_columned(kit)
    age = system.age_s(stand.oldest_at, kit.clock.now())
    said = f"{stand.lag_facts} facts behind, the oldest {age} s; {stand.rows} rows"
    lag = _of("columns' feed", ok=age <= LATE_S, said=said)
    if await kit.columns.ping():
        answering = _of("columns", ok=True, said="answer")
        return [answering, lag, *([await _audit(kit)] if audit else [])]
    runs = bool(read_report(up.report(kit.settings))) or kit.settings.columns_url is not None
    if runs:
        return [_of("columns", ok=False, said="do not answer"), lag]
    return [Checked(name="columns", state="off", said="not running; lag counts from the last run")]


async def _audit(kit: Kit) -> Checked:
    name = "columns against facts"
    try:
        older, projections = kit.works.older, discover.projections()
        differences = await columns.audit(kit.database.relay, kit.columns, projections, older)
    except LookupError as why:
        return _of(name, ok=False, said=str(why))
    except Told as why:
        return _of(name, ok=False, said=why.sentence("en"))
    days = ", ".join(f"{d.table} {d.on}: {d.found} of {d.expected}" for d in differences[:3])
    more = f" and {len(differences) - 3} more" if len(differences) > 3 else ""
    return _of(name, ok=not differences, said=days + more or "equal on every day")


def _of(name: str, *, ok: bool, said: str) -> Checked:
    return Checked(name=name, state="ok" if ok else "failed", said=said)
