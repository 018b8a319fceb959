"""One statement per request, read more strictly than the engine reads."""

import pytest

from siyu.kernel.columns.errors import EngineError
from siyu.kernel.columns.statements import read_killed, read_statement


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("select 1", "read"),
        ("  -- why\n ( select 1 ) ;  ", "read"),
        ("with x as (select 1) select * from x", "read"),
        ("create table t (a Int8) engine = Memory", "write"),
        ("insert into t select 1", "write"),
        ("insert into t values ('a;b'), ('it''s')", "write"),
        ("select 'a;b', \"c;d\", `e;f` /* g;h */ -- i;j", "read"),
        ("kill query where query_id = 'x'", "kill"),
    ],
)
def test_a_statement_is_known_by_its_first_word(sql: str, kind: str) -> None:
    assert read_statement(sql.encode()).kind == kind


@pytest.mark.parametrize(
    "sql",
    [
        "",
        ";",
        "-- nothing",
        "select 1; drop table t",
        "select 1;;",
        "select '\\'; drop table t -- '' ; select 2",
        "select 1 /* /* */ ; drop table t */",
        "select $$a$$; drop table t",
        "select ‘a’; drop table t",
        "select 1 # ; drop table t",
        "select 'open",
        "select 1 into outfile '/tmp/x'",
        "select 1 INTO\n OUTFILE '/tmp/x'",
        "insert into t from infile '/etc/passwd' format CSV",
        "select \x00 1",
    ],
)
def test_what_is_not_surely_one_statement_is_refused(sql: str) -> None:
    with pytest.raises(EngineError) as refusal:
        read_statement(sql.encode())
    assert refusal.value.code == 62


def test_rows_of_an_insert_are_never_read_as_sql() -> None:
    rows = b"\x00;'\xff drop table t; --"
    insert = read_statement(b"INSERT INTO `s`.t (`a`, b) FORMAT Native\n" + rows)
    assert (insert.kind, insert.format, insert.data) == ("insert", "Native", rows)


@pytest.mark.parametrize("sql", ["select 'a'", "select `a`", "select 1 where x like '%;'"])
def test_a_last_semicolon_goes_and_nothing_else(sql: str) -> None:
    assert read_statement(f" {sql} ; -- done".encode()).text == sql


def test_the_format_asked_for_is_found_outside_of_strings() -> None:
    assert read_statement(b"select 'format CSV' FORMAT Native").format == "Native"
    assert read_statement(b"select 'format CSV'").format is None


def test_a_kill_names_one_query() -> None:
    kill = read_statement(b"KILL QUERY WHERE query_id = {id:String} ASYNC")
    assert read_killed(kill, {"id": "abc"}) == "abc"
    with pytest.raises(EngineError):
        read_killed(read_statement(b"KILL QUERY WHERE 1"), {})
