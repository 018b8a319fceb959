"""docs/algorithms/freight.md, executed; and what must hold of every freight."""

from pathlib import Path
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from siyu.modules.fulfilment import freight
from siyu.modules.fulfilment.freight import Charge, Sent, Template, Terms, Zone
from tests.house.depth import times

PAGE = Path(__file__).parents[4] / "docs/algorithms/freight.md"


def rows(title: str) -> list[list[str]]:
    part = PAGE.read_text().split(f"## {title}\n")[1].split("\n## ")[0]
    cells = [
        [c.strip() for c in line.strip("|").split("|")]
        for line in part.splitlines()
        if line.startswith("|")
    ]
    return cells[2:]


def charge(first: str, price: str, more: str, further: str, free: str) -> Charge:
    return Charge(
        first=int(first),
        first_minor=int(price),
        more=int(more),
        more_minor=int(further),
        free_from_minor=None if free == "never" else int(free),
    )


def templates() -> dict[str, Template]:
    found: dict[str, Template] = {}
    for name, where, first, *rest in rows("Templates"):
        id_ = uuid5(UUID(int=0), name)
        if where == "everywhere":
            found[name] = Template(id=id_, version=1, terms=Terms(usual=charge(first, *rest)))
            continue
        terms = found[name].terms
        if first == "not served":
            terms = Terms(usual=terms.usual, zones=terms.zones, unserved=where.split())
        else:
            own = charge(first, *rest)
            zone = Zone(
                **{n: getattr(own, n) for n in Charge.__struct_fields__},
                provinces=where.split(),
            )
            terms = Terms(usual=terms.usual, zones=[*terms.zones, zone], unserved=terms.unserved)
        found[name] = Template(id=id_, version=1, terms=terms)
    return found


def sent(text: str, known: dict[str, Template]) -> list[Sent]:
    lines = []
    for one in text.split(", "):
        name, pieces, _, unit = one.split()
        lines.append(
            Sent(template=known.get(name), pieces=int(pieces), goods_minor=int(pieces) * int(unit))
        )
    return lines


def test_what_it_costs() -> None:
    known = templates()
    found = rows("What it costs")
    assert len(found) > 15
    for to, goods, said in found:
        came = freight.freight(sent(goods, known), to)
        if isinstance(came, list):
            assert said.startswith("not served: "), (to, goods, came)
            # The page counts from one, and of `heavy` it says nothing there.
            assert [at + 1 for at in came] == [int(said.split(": ")[1])]
        else:
            assert said == str(came.amount_minor), (to, goods, came)
            assert came.amount_minor == sum(part.amount_minor for part in came.parts)


def test_a_province_of_which_two_things_are_said_is_found() -> None:
    usual = Charge(first_minor=1)
    zone = Zone(first_minor=1, provinces=["31", "32"])
    assert freight.twice(Terms(usual=usual, zones=[zone])) is None
    assert freight.twice(Terms(usual=usual, zones=[zone], unserved=["32"])) == "32"
    assert freight.twice(Terms(usual=usual, zones=[zone, zone])) == "31"


CHARGES = st.builds(
    Charge,
    first=st.integers(1, 5),
    first_minor=st.integers(0, 3000),
    more=st.integers(1, 5),
    more_minor=st.integers(0, 3000),
    free_from_minor=st.none() | st.integers(0, 20_000),
)


@settings(max_examples=times(25, 1000), deadline=None)
@given(
    CHARGES, st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5000)), min_size=1, max_size=5)
)
def test_the_order_and_the_cut_of_lines_make_no_difference(
    usual: Charge, lines: list[tuple[int, int]]
) -> None:
    template = Template(id=UUID(int=1), version=1, terms=Terms(usual=usual))
    whole = [Sent(template=template, pieces=n, goods_minor=n * unit) for n, unit in lines]
    one_by_one = [
        Sent(template=template, pieces=1, goods_minor=unit) for n, unit in lines for _ in range(n)
    ]
    found = [freight.freight(some, "31") for some in (whole, whole[::-1], one_by_one)]
    assert len({one.amount_minor for one in found if isinstance(one, freight.Freight)}) == 1
