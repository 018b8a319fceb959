"""A process of its own that starts a server and waits to be killed: DATA [UID PYTHON PROGRAMS].

With a uid it first becomes that account, which can run the interpreter and the programs named.
"""

import asyncio
import os
import sys
from pathlib import Path

import asyncpg

from siyu.kernel.postgres import Embedded, Options
from siyu.kernel.tests.postgres_grounds import PROGRAMS, password_of


def become(uid: int, python: str) -> None:
    asyncio.run(asyncio.to_thread(str))  # imports what may be out of reach later
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    os.environ["HOME"] = "/"
    sys.executable = python


async def main(data: Path, programs: Path | None) -> None:
    settings = {"shared_buffers": "16MB", "fsync": "off"}  # a kill isn't a power cut
    options = Options(settings=settings, shelter=data.parent, bin_folder=programs or PROGRAMS)
    async with Embedded(data, password_of=password_of, options=options) as server:
        await server.furnish()
        connection = await asyncpg.connect(server.url("siyu_owner", "siyu"))
        await connection.execute("create schema if not exists shop")
        await connection.execute("create table if not exists shop.receipt (no int primary key)")
        await connection.execute("insert into shop.receipt select generate_series(1, 1000)")
        sys.stdout.write(f"{server.pid}\n")
        sys.stdout.flush()
        await asyncio.sleep(60)


if __name__ == "__main__":
    place, *ordinary = sys.argv[1:]
    if ordinary:
        become(int(ordinary[0]), ordinary[1])
    asyncio.run(main(Path(place), Path(ordinary[2]) if ordinary else None))
