"""What a unit of work leaves behind besides its rows: facts, audits and jobs, each set-based."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import msgspec

from siyu.kernel.db.sql import Command
from siyu.kernel.facts.envelope import Fact

if TYPE_CHECKING:
    from siyu.kernel.db.work import Work


_encode = msgspec.json.Encoder().encode


class FactRow(NamedTuple):
    """A row of facts.fact; what all facts of a unit of work share is left empty."""

    tenant_id: None
    recorded_at: None
    id: UUID
    epoch: None
    xid: None
    at: datetime
    name: str
    version: int
    subject: UUID | None
    cause: None
    actor: None
    body: str


class AuditRow(NamedTuple):
    id: UUID
    verb: str
    kind: str
    object_id: UUID | None
    before: str | None
    after: str | None


class JobRow(NamedTuple):
    id: UUID
    name: str
    args: str
    run_at: datetime
    once: str | None


def fact_row(id_: UUID, fact: Fact, *, subject: UUID | None, at: datetime) -> FactRow:
    body = _encode(fact).decode()
    name, version = fact.NAME, fact.VERSION
    return FactRow(None, None, id_, None, None, at, name, version, subject, None, None, body)


def audit_row(
    id_: UUID,
    verb: str,
    kind: str,
    object_id: UUID | None,
    *,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> AuditRow:
    return AuditRow(id_, verb, kind, object_id, _text(before), _text(after))


def job_row(
    id_: UUID, name: str, args: Mapping[str, object], *, run_at: datetime, once: str | None
) -> JobRow:
    return JobRow(id_, name, msgspec.json.encode(args).decode(), run_at, once)


def _text(value: Mapping[str, object] | None) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


WRITE_FACTS = Command(
    """
    insert into facts.fact
      (tenant_id, id, epoch, recorded_at, at, name, version, subject, cause, actor, body)
    select $2, f.id, (select max(number) from facts.epoch), $3, f.at, f.name, f.version,
           f.subject, $4, $5, f.body
    from unnest($1::facts.fact[]) f
    """,
    takes=FactRow,
)

WRITE_AUDITS = Command(
    """
    insert into kernel.audit
      (tenant_id, id, at, actor_kind, actor_id, request_id, verb, object_kind, object_id,
       before, after)
    select $1, a.id, $2, $3, $4, $5, a.verb, a.kind, a.object_id, a.before::jsonb, a.after::jsonb
    from unnest($6::uuid[], $7::text[], $8::text[], $9::uuid[], $10::text[], $11::text[])
      as a (id, verb, kind, object_id, before, after)
    """
)

WRITE_JOBS = Command(
    """
    insert into kernel.job (tenant_id, id, name, args, run_at, once, made_at)
    select $1, j.id, j.name, j.args::jsonb, j.run_at, j.once, $2
    from unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
      as j (id, name, args, run_at, once)
    on conflict (tenant_id, name, once) where once is not null and ended_at is null do nothing
    """
)


async def write_facts(work: Work, rows: Sequence[FactRow]) -> None:
    who = (work.tenant, work.now, work.cause, str(work.actor))
    await WRITE_FACTS.post(work, rows, *who)


async def write_audits(work: Work, rows: Sequence[AuditRow]) -> None:
    who = (work.actor.kind, work.actor.id, work.request_id)
    await WRITE_AUDITS.run(work, work.tenant, work.now, *who, *_columns(rows))


async def write_jobs(work: Work, rows: Sequence[JobRow]) -> None:
    await WRITE_JOBS.run(work, work.tenant, work.now, *_columns(rows))


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
