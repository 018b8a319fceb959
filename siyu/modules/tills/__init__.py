"""The room of tills: receipts of every till, read, recorded once, and taken back by returns."""

from siyu.modules.tills.links import link_unlinked
from siyu.modules.tills.record import record_lines
from siyu.modules.tills.values import Outcome, RecordLine

__all__ = ["Outcome", "RecordLine", "link_unlinked", "record_lines"]
