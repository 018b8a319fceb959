"""`siyu up` as a person meets it: it starts, it is told apart, it stops, it comes back."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.crashes.conftest import folder, running
from tests.crashes.installation import (
    Installation,
    alive,
    found,
    sell,
    settled,
    siyu,
    wait_until,
)


@pytest.fixture(scope="module")
def home() -> Iterator[Installation]:
    """Nobody ever started anything there."""
    with folder() as data, running(data) as one:
        yield one


def test_a_fresh_folder_starts_and_answers(home: Installation) -> None:
    assert home.said[-1]["console"] == f"{home.url}/console/"
    assert httpx.get(f"{home.url}/ops/ready", trust_env=False).json()["database"] is True
    assert httpx.get(f"{home.url}/ops/health", trust_env=False).status_code == 200
    assert set(home.pids()) == {"postgres", "columns", "worker", "web"}


def test_a_second_start_on_the_folder_names_the_firsts_address(home: Installation) -> None:
    second = siyu("up", data=home.data, timeout=60)
    assert second.returncode == 2
    assert home.url in second.stderr.replace("\n", "")


def test_a_port_that_is_taken_is_told_in_a_sentence(home: Installation, elsewhere: Path) -> None:
    other = siyu("up", "--port", str(home.settings.port), data=elsewhere, timeout=60)
    assert other.returncode == 2
    assert f"port {home.settings.port}" in other.stderr
    assert "--port" in other.stderr


def test_metrics_count_for_all_processes(home: Installation) -> None:
    told = httpx.get(f"{home.url}/ops/metrics", trust_env=False).text
    assert "siyu_requests_total{" in told
    assert "siyu_facts_taken_total" in told
    assert "siyu_outbox_age_seconds 0.0" in told


async def test_whatever_is_killed_comes_back_and_no_fact_is_lost_or_doubled(
    home: Installation,
) -> None:
    for number, name in enumerate(("web", "columns", "worker", "postgres")):
        async with home.kit() as kit:
            merchant = await found(kit)
            await sell(kit, merchant, [f"card {n}" for n in range(10 * number, 10 * number + 20)])
            home.kill(name)
            wait_until(home.is_ready, what=f"the doors to open after {name} was killed")
    async with home.kit() as kit:
        await sell(kit, merchant, ["card of a regular"])
        await settled(kit)


def test_doors_that_ask_no_columns_answer_while_columns_are_away(home: Installation) -> None:
    os.kill(home.pids()["columns"], signal.SIGSTOP)
    try:
        assert httpx.get(f"{home.url}/ops/health", timeout=10, trust_env=False).status_code == 200
    finally:
        os.kill(home.pids()["columns"], signal.SIGCONT)


async def test_ctrl_c_stops_everything_and_the_next_start_has_the_data(home: Installation) -> None:
    async with home.kit() as kit:
        merchant = await found(kit)
        await sell(kit, merchant, ["card of the evening"])
    running = home.pids()
    assert home.stop(signal.SIGINT) == 0
    assert not any(alive(pid) for pid in running.values())
    home.start()
    async with home.kit() as kit:
        await sell(kit, merchant, ["card of the morning"])
        await settled(kit)


async def test_a_killed_up_leaves_no_process_and_the_next_start_recovers(
    home: Installation,
) -> None:
    async with home.kit() as kit:
        merchant = await found(kit)
        await sell(kit, merchant, ["card before the cut"])
    running = home.pids()
    home.stop(signal.SIGKILL)
    wait_until(lambda: not any(alive(pid) for pid in running.values()), 20, what="all to end")
    home.start()
    async with home.kit() as kit:
        await sell(kit, merchant, ["card after the cut"])
        await settled(kit)
