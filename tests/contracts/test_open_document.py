"""The open API only grows: what `docs/api/open.v1.json` promises, today's document still holds."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from siyu.bootstrap import documents

Document = dict[str, Any]
VERBS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
async def today(tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("openapi")
    written = {file.stem: file for file in await documents.write(folder)}
    return json.loads(written["open"].read_bytes())


@pytest.fixture
def promised(repository: Path) -> Document:
    return json.loads((repository / "docs/api/open.v1.json").read_bytes())


def doors(document: Document) -> Iterator[tuple[str, Document]]:
    for path, item in document["paths"].items():
        yield from ((f"{verb} {path}", item[verb]) for verb in VERBS & item.keys())


def shapes(document: Document) -> Document:
    return document["components"]["schemas"]


def lost(old: Any, new: Any, place: str) -> list[str]:
    """Where today's description of a value no longer fits what was promised."""
    if isinstance(old, dict) and isinstance(new, dict):
        kept = {k: v for k, v in old.items() if k not in {"description", "title", "required"}}
        found = [f"{place}.{k} is gone" for k in kept.keys() - new.keys()]
        for key in kept.keys() & new.keys():
            found += lost(old[key], new[key], f"{place}.{key}")
        return found
    return [] if old == new else [f"{place} was {old!r} and is {new!r}"]


def broken(old: Document, new: Document) -> list[str]:
    """Every promise that today's document breaks."""
    now = dict(doors(new))
    found = [f"{name} is gone" for name, _ in doors(old) if name not in now]
    for name, door in doors(old):
        if name in now:
            found += _narrower(name, door, now[name])
    sent = _asked(old)
    for name, shape in shapes(old).items():
        if name not in shapes(new):
            found.append(f"{name} is gone")
            continue
        then, today = shape.get("properties", {}), shapes(new)[name].get("properties", {})
        found += lost(then, today, name)
        if name in sent:
            grown = set(shapes(new)[name].get("required", [])) - set(shape.get("required", []))
            found += [f"{name} now needs {field}" for field in sorted(grown)]
    return found


def _narrower(name: str, then: Document, now: Document) -> list[str]:
    """What one door no longer answers or takes, and what it newly needs."""
    asked = {p["name"] for p in then.get("parameters", [])}
    taken = {p["name"]: p.get("required", False) for p in now.get("parameters", [])}
    gone = then["responses"].keys() - now["responses"].keys()
    return [
        *(f"{name} no longer answers {status}" for status in sorted(gone)),
        *(f"{name} no longer takes {p}" for p in sorted(asked - taken.keys())),
        *(f"{name} now needs {p}" for p, must in taken.items() if must and p not in asked),
    ]


def _asked(document: Document) -> set[str]:
    """Shapes that callers send."""
    bodies = json.dumps([d["requestBody"] for _, d in doors(document) if "requestBody" in d])
    return {name for name in shapes(document) if f'schemas/{name}"' in bodies}


def test_every_promise_of_the_open_api_is_kept(today: Document, promised: Document) -> None:
    assert broken(promised, today) == []


def test_the_promises_name_every_door_there_is(today: Document, promised: Document) -> None:
    """A new door is promised with the change that brings it: run `siyu openapi`, copy open.json."""
    assert dict(doors(today)).keys() == dict(doors(promised)).keys()


def test_a_door_taken_away_would_be_noticed(today: Document) -> None:
    shrunk = json.loads(json.dumps(today))
    path = min(shrunk["paths"])
    del shrunk["paths"][path]
    assert f"{path} is gone" in " ".join(broken(today, shrunk))


def test_a_field_taken_away_would_be_noticed(today: Document) -> None:
    shrunk = json.loads(json.dumps(today))
    name = next(n for n, s in sorted(shapes(shrunk).items()) if s.get("properties"))
    field = min(shapes(shrunk)[name]["properties"])
    del shapes(shrunk)[name]["properties"][field]
    assert f"{name}.{field} is gone" in broken(today, shrunk)
