"""Developers: keys to the open API."""

from siyu.modules.developers.actions import OPEN_PERMITS, make_key, note_use, revoke_key
from siyu.modules.developers.errors import TooMuch, UnknownPermit
from siyu.modules.developers.facts import KeyAdded, KeyRevoked
from siyu.modules.developers.queries import find_key, list_keys
from siyu.modules.developers.values import Key, NewKey

__all__ = [
    "OPEN_PERMITS",
    "Key",
    "KeyAdded",
    "KeyRevoked",
    "NewKey",
    "TooMuch",
    "UnknownPermit",
    "find_key",
    "list_keys",
    "make_key",
    "note_use",
    "revoke_key",
]
