"""What audiences tell."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("audiences.audience_saved")
class AudienceSaved(Fact, frozen=True, kw_only=True):
    """An audience was made or edited; so many people were in it then."""

    audience: UUID
    version: int
    people: int
    blocks: tuple[str, ...]


@fact("audiences.audience_ended")
class AudienceEnded(Fact, frozen=True, kw_only=True):
    """An audience was put away; its versions stay."""

    audience: UUID
