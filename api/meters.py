"""Prometheus figures, in a registry of the app's own: no process-wide state, so that two apps can live in one test."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from brievenbus.dienst import Dienst
from brievenbus.dienst.gezondheid import meet

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


class Meters:
    """What is measured. Labels are methods, route templates and statuses: never a path, an address or an id."""

    def __init__(self, dienst: Dienst) -> None:
        self.registry = CollectorRegistry()
        names = ("methode", "route", "status")
        self.verzoeken = Counter("brievenbus_verzoeken", "Answered requests.", names, registry=self.registry)
        self.duur = Histogram("brievenbus_verzoek_seconden", "Time to answer.", ("route",), buckets=_BUCKETS, registry=self.registry)
        self.registry.register(_Standen(dienst))

    def count(self, methode: str, route: str, status: int, seconden: float) -> None:
        """Count one answered request."""
        self.verzoeken.labels(methode if methode in _METHODS else "anders", route, str(status)).inc()
        self.duur.labels(route).observe(seconden)

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        return generate_latest(self.registry)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class _Standen(Collector):
    """Asks the database when it is scraped, and not before."""

    def __init__(self, dienst: Dienst) -> None:
        self.dienst = dienst

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name nothing beforehand: registering must not touch the database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures of this moment."""
        found = meet(self.dienst)
        letters = GaugeMetricFamily("brievenbus_brieven", "Letters by status.", labels=("status",))
        for status, count in sorted(found.brieven.items()):
            letters.add_metric((status,), count)
        yield letters
        waiting = found.brieven.get("ontvangen", 0)
        yield GaugeMetricFamily("brievenbus_wachtrij", "Letters that wait to be read.", value=waiting)
        yield GaugeMetricFamily("brievenbus_oudste_wacht_seconden", "How long the oldest unread letter waits.", value=found.oudste_wacht)
        yield GaugeMetricFamily("brievenbus_werkers", "Workers that are alive.", value=found.werkers)
        if found.werker_stil is not None:
            yield GaugeMetricFamily("brievenbus_werker_stil_seconden", "Since a worker was last alive.", value=found.werker_stil)
