"""Prometheus metrics: what processes counted, and how the queues are at this moment.

Under `siyu up` every process writes its counters to files below the data folder, and any web
process answers for all of them. Elsewhere a web process answers for itself and for the queues.
"""

import os
from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from siyu.kernel.kit import Kit
from siyu.views import system

TYPE = "text/plain; version=0.0.4; charset=utf-8"

_GAUGES = {
    "siyu_outbox_age_seconds": "Age of the oldest fact that a reaction has not taken.",
    "siyu_facts_parked": "Facts that wait for a person.",
    "siyu_jobs_due": "Jobs that are due and have not ended.",
    "siyu_jobs_failed": "Jobs that failed for good.",
    "siyu_letters_open": "Messages of vendors that wait.",
    "siyu_letters_parked": "Messages of vendors that wait for a person.",
    "siyu_columns_lag_facts": "Facts that are not in columns yet, counted to 10000.",
    "siyu_columns_lag_seconds": "Age of the oldest of them.",
    "siyu_columns_rows": "Rows that were sent to columns.",
}


async def collect(kit: Kit) -> bytes:
    """The text that Prometheus scrapes."""
    standing = CollectorRegistry()
    standing.register(_Gauges(await _read(kit)))
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY) + generate_latest(standing)
    counted = CollectorRegistry()
    MultiProcessCollector(counted)
    return generate_latest(counted) + generate_latest(standing)


async def _read(kit: Kit) -> dict[str, float]:
    queues, columned = await system.get_queues(kit), await system.get_columned(kit)
    now = kit.clock.now()
    return {
        "siyu_outbox_age_seconds": system.age_s(queues.oldest_at, now),
        "siyu_facts_parked": queues.parked,
        "siyu_jobs_due": queues.jobs_due,
        "siyu_jobs_failed": queues.jobs_failed,
        "siyu_letters_open": queues.letters_open,
        "siyu_letters_parked": queues.letters_parked,
        "siyu_columns_lag_facts": columned.lag_facts,
        "siyu_columns_lag_seconds": system.age_s(columned.oldest_at, now),
        "siyu_columns_rows": columned.rows,
    }


class _Gauges(Collector):
    """Values read just now."""

    def __init__(self, values: dict[str, float]) -> None:
        self._values = values

    def collect(self) -> Iterator[Metric]:
        for name, value in self._values.items():
            yield GaugeMetricFamily(name, _GAUGES[name], value=value)
