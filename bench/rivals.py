"""The same rows as an order writes, by two rivals: the limit, and the usual way.

Both write into copies of the very tables, with the same columns, checks and indexes, durable at
each commit, by the owner (no row security, no foreign keys, no triggers: both are spared that).
What they write are rows of orders that were really placed, under new names, copied inside the
database: nothing is sent, priced, decided or told apart, so *raw* is more than anybody can reach.
"""

from uuid import UUID, uuid4

import asyncpg

BATCH = 500

_TABLES = {
    "orders.order": ("id", {"id": "m.fresh", "key": "m.fresh::text", "no": "m.fresh::text"}),
    "orders.line": ("order_id", {"order_id": "m.fresh"}),
    "orders.step": ("of", {"of": "m.fresh"}),
    "ledger.transfer": ("chain", {"chain": "m.fresh", "ref": "m.fresh", "batch": "$2"}),
    "ledger.open_hold": ("chain", {"chain": "m.fresh"}),
    "ledger.account": ("owner", {"id": "gen_random_uuid()", "owner": "m.fresh"}),
    "facts.fact": ("body_order", {"id": "gen_random_uuid()"}),
}
"""Of each table: by which column its rows belong to an order, and what is new in a copy."""


class Rivals:
    """`sample` are orders whose rows are copied."""

    def __init__(self, pool: asyncpg.Pool, sample: list[UUID]) -> None:
        self._pool, self._sample = pool, sample
        self._writes: list[str] = []
        self._batch = 0

    async def furnish(self) -> None:
        """Take the sample's rows aside, and make empty tables of the same shape."""
        async with self._pool.acquire() as conn:
            await conn.execute("create schema rival")
            await conn.execute("create table rival.stock (id int primary key, quantity bigint)")
            await conn.execute("insert into rival.stock values (1, 1000000000)")
            await conn.execute(
                "create table rival.sample (turn_of int primary key, id uuid unique)"
            )
            numbered = list(enumerate(self._sample))
            await conn.executemany("insert into rival.sample values ($1, $2)", numbered)
            for table, (key, fresh) in _TABLES.items():
                await self._furnish_one(conn, table, key, fresh)

    async def _furnish_one(
        self, conn: asyncpg.Connection, table: str, key: str, fresh: dict[str, str]
    ) -> None:
        name = table.replace(".", "_")
        schema, plain = table.split(".")
        owner = "(t.body->>'order')::uuid" if key == "body_order" else f't."{key}"'
        wanted = (
            f'select s.turn_of, t.* from {schema}."{plain}" t, rival.sample s where s.id = {owner}'
        )
        await conn.execute(f"create table rival.{name}_seed as {wanted}")
        await conn.execute(f"create index on rival.{name}_seed (turn_of)")
        shape = f'{schema}."{plain}" including all'
        await conn.execute(f"create table rival.{name} (like {shape})")
        rows = await conn.fetch(
            "select column_name from information_schema.columns"
            " where table_schema = 'rival' and table_name = $1 order by ordinal_position",
            name,
        )
        columns = [row[0] for row in rows]
        taken = ", ".join(fresh.get(column, f't."{column}"') for column in columns)
        self._writes.append(
            f"insert into rival.{name} select {taken} from rival.{name}_seed t"
            " join unnest($1::uuid[]) with ordinality m (fresh, nth) on m.nth - 1 = t.turn_of"
            f"{'' if '$2' in taken else ' where $2 > 0'}"
        )

    async def write_raw(self) -> int:
        """One transaction with the rows of a whole batch of orders."""
        async with self._pool.acquire() as conn, conn.transaction():
            await self._write(conn, BATCH)
            await conn.execute("update rival.stock set quantity = quantity - $1", BATCH)
        return BATCH

    async def lock_row(self) -> int:
        """One order: lock the row of stock, look, write its rows, set the stock."""
        async with self._pool.acquire() as conn, conn.transaction():
            left = await conn.fetchval("select quantity from rival.stock where id = 1 for update")
            assert left > 0
            await self._write(conn, 1)
            await conn.execute("update rival.stock set quantity = quantity - 1 where id = 1")
        return 1

    async def _write(self, conn: asyncpg.Connection, count: int) -> None:
        self._batch += 1
        fresh = [uuid4() for _ in range(count)]
        for write in self._writes:
            await conn.execute(write, fresh, self._batch)
