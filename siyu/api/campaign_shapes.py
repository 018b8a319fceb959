"""What doors of campaigns take, for the console and for the merchant's programs."""

from typing import Annotated, Literal
from uuid import UUID

from litestar.params import Parameter
from msgspec import Meta, Struct

from siyu.api.letter_shapes import CardGiven, Purpose, Words
from siyu.api.typed import Free, Name
from siyu.modules import messaging


class CampaignGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same words to an audience; `guide` when it is signed by a named one."""

    name: Name
    audience: UUID
    audience_version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    purpose: Purpose
    words: Words
    signed: messaging.Signed
    guide: UUID | None = None
    card: CardGiven | None = None

    def new(self) -> messaging.NewCampaign:
        return messaging.NewCampaign(
            name=self.name,
            audience=self.audience,
            audience_version=self.audience_version,
            purpose=self.purpose,
            words=self.words,
            signed=self.signed,
            guide=self.guide,
            card=self.card.card() if self.card else None,
        )


class Move(Struct, frozen=True, forbid_unknown_fields=True):
    """Start or resume, pause, or stop for good."""

    state: Literal["running", "paused", "stopped"]
    reason: Free = ""


Which = Annotated[str, Parameter(max_length=40, pattern=r"^[a-z_]+$")]
