"""SQL as it arrives over HTTP: exactly one statement, known by its kind.

The engine runs every statement of a string and writes files for `into outfile` even on a handle
that may only read, so both are refused here. The reading is stricter than the engine's: what it
can't be sure of (heredocs, typographic quotes, nested comments) is refused, never guessed.
"""

import re
from typing import Literal

import msgspec

from siyu.kernel.columns.errors import EngineError

SYNTAX = 62

Kind = Literal["read", "write", "insert", "kill"]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """`text` is what the engine is given; `data` are the rows that follow an insert's format."""

    kind: Kind
    text: str
    format: str | None = None
    data: bytes = b""


_NAME = rb"(?:[A-Za-z_]\w*|`[^`\\]+`)"
_INSERT = re.compile(
    rb"\s*(insert\s+into\s+(?:table\s+)?" + _NAME + rb"(?:\s*\.\s*" + _NAME + rb")?"
    rb"\s*(?:\(\s*" + _NAME + rb"(?:\s*,\s*" + _NAME + rb")*\s*\))?)"
    rb"\s*format\s+(\w+)[ \t\r]*(?:\n|$)",
    re.IGNORECASE,
)
_OPAQUE = re.compile(
    r"""
    (?P<quoted> '(?:[^'\\]|\\.|'')*' | "(?:[^"\\]|\\.|"")*" | `(?:[^`\\]|\\.|``)*` )
    | (?P<line> --[^\n]* )
    | (?P<block> /\*.*?\*/ )
    | (?P<unsure> ['"`$\#\x00] | /\* | [^\x00-\x7f] )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMAT = re.compile(r"\bformat\s+(\w+)\s*$", re.IGNORECASE)
_FILES = re.compile(r"\b(?:into\s+outfile|from\s+infile)\b", re.IGNORECASE)
_READS = {"select", "with", "show", "describe", "desc", "exists", "explain"}


def read_statement(raw: bytes) -> Statement:
    """The one statement in `raw`; EngineError 62 for several, none, or one that can't be read."""
    if head := _INSERT.match(raw):
        text, fmt = head[1].decode("utf-8", "replace"), head[2].decode()
        return Statement(kind="insert", text=text, format=fmt, data=raw[head.end() :])
    text = _decoded(raw).strip()
    bare = _bare(text)
    ended = bare.rstrip()
    if ended.endswith(";"):
        ended = ended[:-1].rstrip()
    if ";" in ended:
        raise EngineError(SYNTAX, "One statement per request")
    if not ended.strip():
        raise EngineError(SYNTAX, "Empty query")
    if _FILES.search(ended):
        raise EngineError(SYNTAX, "Files can't be read or written by a statement")
    found = _FORMAT.search(ended)
    return Statement(kind=_kind(ended), text=text[: len(ended)], format=found[1] if found else None)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as why:
        raise EngineError(SYNTAX, "The statement is not UTF-8") from why


def _bare(text: str) -> str:
    """The text, equally long, with quoted characters as marks and comments as spaces."""

    def blank(found: re.Match[str]) -> str:
        if found["unsure"] or "/*" in (found["block"] or "")[2:]:
            raise EngineError(SYNTAX, f"Unexpected {found[0][:10]!r} at {found.start()}")
        return ("\x01" if found["quoted"] else " ") * len(found[0])

    return _OPAQUE.sub(blank, text)


def _kind(bare: str) -> Kind:
    first = re.match(r"[\s(]*([A-Za-z]*)", bare)
    word = first[1].lower() if first else ""
    if word == "kill":
        return "kill"
    return "read" if word in _READS else "write"


_KILL = re.compile(
    r"kill\s+query\s+where\s+query_id\s*=\s*(?:'([\w-]+)'|\{(\w+)\s*:\s*String\})"
    r"(?:\s+(?:sync|async))?\s*$",
    re.IGNORECASE,
)


def read_killed(statement: Statement, parameters: dict[str, str]) -> str:
    """The query id a KILL QUERY names, as a literal or a parameter."""
    found = _KILL.match(statement.text)
    if not found:
        raise EngineError(SYNTAX, "KILL QUERY is understood with WHERE query_id = '...' only")
    if found[1]:
        return found[1]
    if found[2] not in parameters:
        raise EngineError(456, f"Substitution `{found[2]}` is not set")
    return parameters[found[2]]
