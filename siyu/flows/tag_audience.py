"""Tagging everybody an audience means: counted now, given by a job, a chunk at a time."""

from typing import Any
from uuid import UUID

from siyu.flows import count_audience
from siyu.flows.count_audience import Asker
from siyu.kernel.db import Actor, Work
from siyu.kernel.kit import Kit
from siyu.kernel.scope import Scope
from siyu.modules import audiences, customers

JOB = "customers.tag_audience"
CHUNK = 1000


async def ask(work: Work, *, audience: UUID, tag: UUID, scope: Scope) -> UUID:
    """Leave the job; NotFound without that audience or tag."""
    await audiences.get_audience(work, audience)
    await customers.tag(work, [], [tag])
    args = {
        "audience": str(audience),
        "tag": str(tag),
        "places": None if (places := scope.place_list()) is None else [str(p) for p in places],
        "own": str(scope.own) if scope.own else None,
        "actor": [work.actor.kind, str(work.actor.id) if work.actor.id else None],
    }
    work.audit("customers.tag_audience", "tag", tag, after={"audience": audience})
    return work.enqueue(JOB, args, once=f"{audience}/{tag}")


async def give(kit: Kit, tenant: Any, args: Any) -> int:
    """Tag whom the audience means now; begun again it goes on, for who has the tag is left out."""
    scope = _scope(args)
    async with kit.works.look(tenant) as work:
        audience = await audiences.get_audience(work, UUID(args["audience"]))
    numbers = await count_audience.members(kit, Asker(tenant, scope), audience.tree, fresh=True)
    kind, id_ = args["actor"]
    actor, whole, given = Actor(kind, UUID(id_) if id_ else None), list(numbers), 0
    for start in range(0, len(whole), CHUNK):
        async with kit.works.open(tenant, actor=actor) as work:
            people = await customers.find_by_number(
                work, whole[start : start + CHUNK], scope.place_list(), scope.own
            )
            given += await customers.tag(work, people, [UUID(args["tag"])], via="audience")
    return given


def _scope(args: Any) -> Scope:
    places, own = args["places"], args["own"]
    return Scope(
        places=None if places is None else frozenset(UUID(p) for p in places),
        own=UUID(own) if own else None,
    )
