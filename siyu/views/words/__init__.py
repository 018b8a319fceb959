"""How facts are said: one file per room that tells something about customers."""

from siyu.views.words import customers, messaging, tills
from siyu.views.words.saying import Render

RENDERERS: dict[str, Render] = {**customers.SAYS, **messaging.SAYS, **tills.SAYS}
