"""Trees of blocks: what is read, what is refused with which sentence, and one form for each."""

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct, json, structs

from siyu.kernel.blocks import (
    MAX_DEPTH,
    MAX_NODES,
    Block,
    Branch,
    Days,
    Leaf,
    Money,
    Node,
    Registry,
    Share,
    Slot,
    Tree,
    Words,
    Wrong,
    canonical,
    digest,
    node_of,
)
from siyu.kernel.errors import Invalid


class Span(Struct, frozen=True):
    first: Days
    last: Days


class Pick(Struct, frozen=True):
    colours: Annotated[tuple[Literal["red", "blue", "green"], ...], Meta(min_length=1)]


class Spent(Struct, frozen=True):
    amount: Money
    times: Annotated[int, Meta(ge=1, le=9)] = 1


def _in_order(span: Span) -> list[Wrong]:
    late = Wrong("last", Words("应不小于前一个。", "Not before the first."))
    return [late] if span.last < span.first else []


COLOURS = {c: Words(c, c) for c in ("red", "blue", "green")}
BLOCKS = Registry(
    [
        Block(
            code="span",
            group="time",
            sentence=Words("{first} 到 {last} 天", "{first} to {last} days"),
            arguments=Span,
            slots={"first": Slot(Words("起", "From")), "last": Slot(Words("止", "To"))},
            check=_in_order,
        ),
        Block(
            code="pick",
            group="look",
            sentence=Words("是{colours}", "is {colours}"),
            arguments=Pick,
            slots={"colours": Slot(Words("颜色", "Colours"), options=COLOURS)},
        ),
        Block(
            code="spent",
            group="time",
            sentence=Words("{times} 次满 {amount}", "{amount} or more, {times} times"),
            arguments=Spent,
            slots={
                "amount": Slot(Words("金额", "Amount")),
                "times": Slot(Words("次数", "Times")),
            },
        ),
    ]
)


def leaf(block: str, **args: Any) -> Node:
    return Node(op="leaf", block=block, args=args)


def fields(node: Node, language: Any = "en") -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        BLOCKS.read(node, language)
    return {one["path"]: one["message"] for one in refused.value.fields}


def test_a_tree_is_read_with_typed_arguments() -> None:
    tree = BLOCKS.read(Node(op="any", of=(leaf("span", first=1, last=2),)), "zh")
    assert tree == Branch("any", (Leaf("span", Span(1, 2)),))


def test_choices_are_sorted_and_each_once() -> None:
    one = BLOCKS.read(leaf("pick", colours=["red", "blue", "red"]), "zh")
    assert one == BLOCKS.read(leaf("pick", colours=["blue", "red"]), "zh")


def test_everything_wrong_is_named_at_its_place() -> None:
    bad = Node(op="all", of=(leaf("span", first=0, last="x"), leaf("pick", colours=[])))
    assert fields(bad) == {
        "tree.of[0].args.first": "From must be a whole number from 1 to 3650.",
        "tree.of[0].args.last": "To must be a whole number from 1 to 3650.",
        "tree.of[1].args.colours": "Please choose: colours.",
    }
    assert fields(bad, "zh")["tree.of[1].args.colours"] == "请选择颜色。"


@pytest.mark.parametrize(
    ("node", "path"),
    [
        (leaf("nothing"), "tree"),
        (leaf("span", first=2, last=1), "tree.args.last"),
        (leaf("span", first=1, last=2, more=1), "tree.args.more"),
        (Node(op="any"), "tree"),
        (Node(op="all", of=(Node(op="all"),)), "tree.of[0]"),
        (Node(op="all", block="span"), "tree"),
        (Node(op="leaf", block="span", of=(leaf("span"),)), "tree"),
        (leaf("spent", amount=True), "tree.args.amount"),
    ],
)
def test_what_is_no_condition_is_refused(node: Node, path: str) -> None:
    assert list(fields(node)) == [path]


def test_an_empty_whole_is_everybody() -> None:
    assert BLOCKS.read(Node(op="all"), "zh") == Branch("all", ())


def test_depth_and_size_are_bounded() -> None:
    deep = leaf("span", first=1, last=2)
    for _ in range(MAX_DEPTH - 1):
        deep = Node(op="all", of=(deep,))
    BLOCKS.read(deep, "zh")
    assert "deep" in "".join(fields(Node(op="all", of=(deep,))).values())
    wide = Node(op="all", of=(leaf("span", first=1, last=2),) * MAX_NODES)
    assert str(MAX_NODES) in "".join(fields(wide).values())


def test_a_block_must_say_each_of_its_fields_in_both_languages() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Block(
            code="x",
            group="",
            sentence=Words("{first} 起", "from {first} to {last}"),
            arguments=Span,
            slots={},
        )
    with pytest.raises(ValueError, match="slots"):
        structs.replace(BLOCKS.blocks["span"], slots={})


def test_codes_are_given_once() -> None:
    with pytest.raises(ValueError, match="same code"):
        Registry([*BLOCKS.blocks.values(), BLOCKS.blocks["span"]])


def test_blocks_describe_what_a_screen_draws() -> None:
    span, pick, spent = BLOCKS.describe("zh")
    assert (span.sentence, [f.kind for f in span.fields]) == ("{first} 到 {last} 天", ["days"] * 2)
    assert [o.value for o in pick.fields[0].options] == ["red", "blue", "green"]
    assert (pick.fields[0].kind, pick.fields[0].least) == ("choices", None)
    assert [(f.kind, f.required, f.most) for f in spent.fields] == [
        ("money", True, 10**13),
        ("number", False, 9),
    ]


def _read(node: Node) -> Tree | None:
    try:
        return BLOCKS.read(node, "zh")
    except Invalid:
        return None


ARGS = st.one_of(
    st.builds(leaf, st.just("span"), first=st.integers(1, 3), last=st.integers(3, 5)),
    st.builds(
        leaf,
        st.just("pick"),
        colours=st.lists(st.sampled_from(["red", "blue", "green"]), min_size=1, max_size=4),
    ),
)
NODES = st.recursive(
    ARGS,
    lambda inner: st.builds(
        lambda op, of: Node(op=op, of=tuple(of)),
        st.sampled_from(["all", "any", "none"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
TREES = NODES.map(_read).filter(lambda tree: tree is not None)


def holds(tree: Tree, true: frozenset[str]) -> bool:
    """Whether a condition holds for somebody of whom just these leaves do."""
    if isinstance(tree, Leaf):
        return digest(tree) in true
    parts = [holds(part, true) for part in tree.of]
    if tree.op == "all":
        return all(parts)
    return any(parts) if tree.op == "any" else not any(parts)


@given(TREES, st.randoms())
def test_the_canonical_form_means_the_same(tree: Tree, dice: Any) -> None:
    true = frozenset(digest(one) for one in _leaves(tree) if dice.random() < 0.5)
    assert holds(canonical(tree), true) == holds(tree, true)


@given(TREES)
def test_the_canonical_form_is_its_own(tree: Tree) -> None:
    assert canonical(canonical(tree)) == canonical(tree)


@given(TREES, st.randoms())
def test_order_and_repetition_make_no_difference(tree: Tree, dice: Any) -> None:
    assert digest(canonical(_shuffled(tree, dice))) == digest(canonical(tree))


@given(TREES)
def test_a_stored_tree_is_read_as_it_was(tree: Tree) -> None:
    stored = json.encode(node_of(tree))
    assert BLOCKS.read(json.decode(stored, type=Node), "zh") == tree


def _leaves(tree: Tree) -> list[Leaf]:
    if isinstance(tree, Leaf):
        return [tree]
    return [one for part in tree.of for one in _leaves(part)]


def _shuffled(tree: Tree, dice: Any) -> Tree:
    if isinstance(tree, Leaf):
        return tree
    parts = [_shuffled(part, dice) for part in tree.of]
    parts += parts[:1]
    dice.shuffle(parts)
    return Branch(tree.op, tuple(parts))


class Rung(Struct, frozen=True, order=True):
    floor: Money
    part: Share


class Rungs(Struct, frozen=True):
    rungs: Annotated[tuple[Rung, ...], Meta(min_length=1)]


LADDER = Block(
    code="ladder",
    group="time",
    sentence=Words("{rungs}", "{rungs}"),
    arguments=Rungs,
    slots={
        "rungs": Slot(
            Words("阶梯", "Rungs"),
            columns={"floor": Slot(Words("满", "From")), "part": Slot(Words("减", "Off"))},
        )
    },
)


def test_rows_are_drawn_column_by_column_and_read_in_order() -> None:
    [field] = Registry([LADDER]).describe("zh")[0].fields
    assert field.kind == "rows"
    assert [(c.name, c.label, c.kind) for c in field.columns] == [
        ("floor", "满", "money"),
        ("part", "减", "share"),
    ]
    rows = [{"floor": 300, "part": 20}, {"floor": 100, "part": 10}]
    assert LADDER.read({"rungs": rows}) == (Rungs((Rung(100, 10), Rung(300, 20))), [])


def test_a_row_that_is_wrong_is_named() -> None:
    _, [wrong] = LADDER.read({"rungs": [{"floor": 1, "part": 10_001}]})
    assert (wrong.field, wrong.words.zh) == ("rungs", "阶梯没有填对。")
