"""Who knocks, and what they may: resolved once at the door, then carried as plain values."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from uuid import UUID

from siyu.kernel.db.work import Actor, Work, Works
from siyu.kernel.errors import Forbidden, Language
from siyu.kernel.ids import TenantId
from siyu.kernel.scope import EVERYTHING, Scope


class Ask:
    """One request's asker: tenant, actor, permits, scope, language."""

    def __init__(
        self,
        works: Works,
        tenant: TenantId,
        *,
        actor: Actor,
        permits: frozenset[str] = frozenset(),
        scope: Scope = EVERYTHING,
    ) -> None:
        self.works = works
        self.tenant = tenant
        self.actor = actor
        self.permits = permits
        self.scope = scope
        self.language: Language = "zh"
        self.request_id = ""
        self.csrf: str | None = None

    @property
    def id(self) -> UUID:
        """The id of the person or key that asks; a defect where nobody is signed in."""
        if self.actor.id is None:
            raise LookupError("nobody is signed in at this door")
        return self.actor.id

    def must_have(self, permit: str) -> None:
        if permit not in self.permits:
            raise Forbidden(permit=permit)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """A unit of work in the asker's name."""
        async with self.works.open(self.tenant, actor=self.actor) as work:
            work.request_id = self.request_id
            yield work

    def look(self) -> AbstractAsyncContextManager[Work]:
        """A unit of work that only reads."""
        return self.works.look(self.tenant)
