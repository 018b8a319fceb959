"""From a tree of conditions to people, for whoever asks: always within the asker's scope."""

from uuid import UUID

from msgspec import Struct
from pyroaring import AbstractBitMap

from siyu.kernel.blocks import Node, Tree, canonical, digest, node_of
from siyu.kernel.errors import Language
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.scope import EVERYTHING, Scope
from siyu.modules import audiences, customers, tenants


class Asker(Struct, frozen=True):
    """Whose people are counted, and in which language wrong conditions are told."""

    tenant: TenantId
    scope: Scope = EVERYTHING
    language: Language = "zh"


class Page(Struct, frozen=True):
    """Member numbers of one page, and how many there are in all."""

    numbers: list[int]
    people: int


def read(kit: Kit, asker: Asker, node: Node) -> Tree:
    """The tree with typed arguments; Invalid says what is wrong where."""
    return kit.port(audiences.Counter).leaves.registry.read(node, asker.language)


async def count(kit: Kit, asker: Asker, node: Node) -> tuple[audiences.Counts, int]:
    """People at every node, and all there are within the scope."""
    tree = read(kit, asker, node)
    asking = await _asking(kit, asker)
    return await kit.port(audiences.Counter).count(asking, asker.scope, tree)


async def page(kit: Kit, asker: Asker, node: Node, *, limit: int, offset: int) -> Page:
    """Members by member number."""
    found = await members(kit, asker, node)
    return Page(list(found[offset : offset + limit]) if offset < len(found) else [], len(found))


async def members(kit: Kit, asker: Asker, node: Node, *, fresh: bool = False) -> AbstractBitMap:
    """Whom the tree means; `fresh` for what is acted on rather than looked at."""
    tree = read(kit, asker, node)
    asking = await _asking(kit, asker)
    return await kit.port(audiences.Counter).members(asking, asker.scope, tree, fresh=fresh)


async def sample(kit: Kit, asker: Asker, node: Node, size: int) -> list[int]:
    """Numbers of some of them, chosen by chance."""
    tree = read(kit, asker, node)
    asking = await _asking(kit, asker)
    return await kit.port(audiences.Counter).sample(asking, asker.scope, tree, size)


async def explain(kit: Kit, asker: Asker, node: Node, customer: UUID) -> audiences.Explained:
    """Which conditions hold for her; NotFound when the asker may not see her."""
    tree = read(kit, asker, node)
    asking = await _asking(kit, asker)
    async with kit.works.look(asker.tenant) as work:
        person = await customers.get_customer(work, customer)
    asker.scope.must_hold(person.store_id, own=person.guide_id)
    counter = kit.port(audiences.Counter)
    return await counter.explain(asking, asker.scope, tree, person.member_no)


class Kept(Struct, frozen=True, kw_only=True):
    """An audience as somebody wants it kept; without an id it is a new one."""

    name: str
    tree: Node
    audience: UUID | None = None
    version: int = 0


async def counted(kit: Kit, asker: Asker, kept: Kept) -> audiences.Save:
    """What to save: the tree as read, with how many it means now; ask before opening the work."""
    tree = read(kit, asker, kept.tree)
    found = await members(kit, asker, kept.tree)
    return audiences.Save(
        name=kept.name,
        tree=node_of(tree),
        digest=digest(canonical(tree)),
        people=len(found),
        audience=kept.audience,
        version=kept.version,
    )


async def _asking(kit: Kit, asker: Asker) -> audiences.Asking:
    async with kit.works.look(asker.tenant) as work:
        merchant = await tenants.get_tenant(work)
        now = work.now
    return audiences.Asking(
        kit.works, kit.columns, asker.tenant, merchant.timezone, merchant.date_of(now), now
    )
