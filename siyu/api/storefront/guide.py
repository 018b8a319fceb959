"""Storefront door of a customer's guide."""

from siyu.kernel.doors import SIGNED_IN, Ask, door
from siyu.views.my_guide import MyGuide, get_my_guide


@door.get("/guide", permit=SIGNED_IN)
async def show_my_guide(ask: Ask) -> MyGuide:
    """Who looks after her, since when, and why."""
    async with ask.look() as work:
        return await get_my_guide(work, ask.id, ask.language)


DOORS = [show_my_guide]
