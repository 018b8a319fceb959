"""Audiences: which people are meant, by a tree of conditions."""

from siyu.modules.audiences.actions import end, save
from siyu.modules.audiences.cache import Cache
from siyu.modules.audiences.counting import Counter
from siyu.modules.audiences.errors import ChangedMeanwhile, Ended, NameTaken
from siyu.modules.audiences.facts import AudienceEnded, AudienceSaved
from siyu.modules.audiences.ports import Asking, Leaves
from siyu.modules.audiences.queries import (
    get_audience,
    get_version,
    list_audiences,
    list_versions,
    names,
)
from siyu.modules.audiences.rules import Counts, Explained
from siyu.modules.audiences.values import Audience, Save, Version

__all__ = [
    "Asking",
    "Audience",
    "AudienceEnded",
    "AudienceSaved",
    "Cache",
    "ChangedMeanwhile",
    "Counter",
    "Counts",
    "Ended",
    "Explained",
    "Leaves",
    "NameTaken",
    "Save",
    "Version",
    "end",
    "get_audience",
    "get_version",
    "list_audiences",
    "list_versions",
    "names",
    "save",
]
