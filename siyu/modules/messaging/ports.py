"""What messaging asks of the outside world."""

from typing import Protocol

from siyu.kernel.ids import TenantId
from siyu.modules.messaging.values import Handed, Refused, TextMessage


class TextMessages(Protocol):
    """A vendor of text messages. May raise Trouble, and is then asked again with the same send."""

    async def hand(self, tenant: TenantId, text: TextMessage) -> Handed | Refused: ...
