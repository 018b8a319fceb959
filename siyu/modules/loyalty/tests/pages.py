"""How the worked pages are read."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from siyu.modules.loyalty.values.points import Held, Lot, Part

DOCS = Path(__file__).parents[4] / "docs/algorithms"
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
NAMES = UUID(int=8)
HER, KIND = uuid5(NAMES, "her"), uuid5(NAMES, "points")


def rows(page: str, title: str) -> list[list[str]]:
    _, _, after = (DOCS / page).read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def listed(text: str, by: str) -> list[str]:
    return [] if text == "-" else [part.strip() for part in text.split(by)]


def named(text: str) -> UUID:
    return uuid5(NAMES, text)


def day(text: str) -> datetime:
    return BEGAN + timedelta(days=int(text))


def held(text: str) -> Held:
    name, said = text.split(": ")
    left, _, until = said.partition(" until ")
    ends = None if until == "never" else day(until)
    lot = Lot(id=named(name), customer_id=HER, kind_id=KIND, expires_at=ends)
    return Held(lot=lot, left=int(left))


def parts(text: str, sign: int) -> list[Part]:
    found = [one.split() for one in listed(text, ",")]
    return [Part(lot=named(name), amount=sign * int(amount)) for name, amount in found]
