"""One picture stored by several at the same moment: kept once, whole, and nobody fails."""

import io
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path

from PIL import Image

from siyu.modules import catalog

TIMES = 60


def drawn(number: int) -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (8, 8), (number * 4, 255 - number * 4, 90)).save(raw, "PNG")
    return raw.getvalue()


def store_all(folder: Path, met: threading.Barrier | Barrier) -> list[str]:
    names = []
    for number in range(TIMES):
        picture = drawn(number)
        met.wait(60)
        names.append(catalog.store_picture(folder, 7, picture))
    return names


def must_be_whole(folder: Path, names: list[str]) -> None:
    assert len(set(names)) == TIMES
    for name in names:
        with Image.open(catalog.picture_path(folder, 7, name)) as stored:
            stored.load()
    kept = [path.name for path in folder.rglob("*") if path.is_file()]
    assert sorted(kept) == sorted(names)


def test_two_threads_store_the_same_pictures(tmp_path: Path) -> None:
    met = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        one, other = [pool.submit(store_all, tmp_path, met) for _ in range(2)]
        assert one.result() == other.result()
    must_be_whole(tmp_path, one.result())


def test_two_processes_store_the_same_pictures(tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    met = context.Barrier(2)
    processes = [context.Process(target=store_all, args=(tmp_path, met)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    names = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    must_be_whole(tmp_path, names)
