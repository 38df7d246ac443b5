"""What Prometheus may know of the platform: queues, mail, news, failed work, recomputes; ids, never names."""

import os
import time
from collections.abc import Iterable, Iterator

import redis
import structlog
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import REGISTRY, GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from core.marks import HEARTBEAT_KEY
from core.readiness import last_sweeps, redis_client
from csplatform.selectors import PlatformFact, platform_facts, queue_lengths

log = structlog.get_logger(__name__)


class PlatformCollector:
    """Asked at each scrape. A part that cannot be read is left out, and `cs_up` says so."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("cs_up", "Whether a part answers", labels=["part"])
        try:
            yield from _of_facts(platform_facts())
            up.add_metric(["database"], 1)
        except DatabaseError as error:
            log.warning("metrics_without_database", reason=type(error).__name__)
            up.add_metric(["database"], 0)
        try:
            yield from _of_redis()
            up.add_metric(["redis"], 1)
        except redis.RedisError as error:
            log.warning("metrics_without_redis", reason=type(error).__name__)
            up.add_metric(["redis"], 0)
        yield up


def exposition() -> bytes:
    """All metrics in Prometheus' text format; of all web processes where they share a directory."""
    own = CollectorRegistry()
    own.register(PlatformCollector())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        processes = CollectorRegistry()
        MultiProcessCollector(processes)  # type: ignore[no-untyped-call]
        return generate_latest(processes) + generate_latest(own)
    return generate_latest(REGISTRY) + generate_latest(own)


def _of_facts(facts: Iterable[PlatformFact]) -> Iterator[GaugeMetricFamily]:
    held = GaugeMetricFamily(
        "cs_work", "Rows by kind and state: mail, news, tasks, imports, exports, prints",
        labels=["workspace", "kind", "state"],
    )  # fmt: skip
    oldest = GaugeMetricFamily(
        "cs_work_oldest_seconds", "How long the oldest of them waits", labels=["workspace", "kind", "state"]
    )
    age = GaugeMetricFamily(
        "cs_recompute_age_seconds", "Since the last finished recompute", labels=["workspace"]
    )
    took = GaugeMetricFamily("cs_recompute_seconds", "What it took", labels=["workspace"])
    for fact in facts:
        workspace = str(fact.workspace_id)
        if fact.kind == "recompute":
            age.add_metric([workspace], fact.oldest_seconds)
            took.add_metric([workspace], fact.number)
            continue
        held.add_metric([workspace, fact.kind, fact.state], fact.number)
        if fact.oldest_seconds:
            oldest.add_metric([workspace, fact.kind, fact.state], fact.oldest_seconds)
    yield from (held, oldest, age, took)


def _of_redis() -> Iterator[GaugeMetricFamily]:
    lengths = GaugeMetricFamily("cs_queue_length", "Tasks that wait in a queue", labels=["queue"])
    for queue, length in queue_lengths().items():
        lengths.add_metric([queue], length)
    sweeps = GaugeMetricFamily("cs_sweep_age_seconds", "Since a sweep ran last", labels=["sweep"])
    for name, mark in last_sweeps().items():
        sweeps.add_metric([name], max(0.0, time.time() - mark))
    alive = GaugeMetricFamily("cs_worker_alive", "Whether a worker's heart beats")
    alive.add_metric([], 1 if redis_client().get(HEARTBEAT_KEY) else 0)
    yield from (lengths, sweeps, alive)
