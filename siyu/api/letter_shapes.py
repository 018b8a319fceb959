"""How letters are given at every audience's door."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from siyu.modules import messaging

Words = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=500,
        pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*\S[^\x00-\x09\x0b-\x1f\x7f]*$",
    ),
]
"""Lines of plain text, not all blank."""
Purpose = Literal["service", "marketing"]


class CardGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """A product or an article to show beside the words."""

    kind: messaging.CardKind
    id: UUID

    def card(self) -> messaging.Card:
        return messaging.Card(self.kind, self.id)
