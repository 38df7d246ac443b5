"""What the web process counts of itself, for Prometheus; what the platform holds is read in csplatform.metrics."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("cs_requests", "Requests answered", ["method", "page", "status"])
SECONDS = Histogram(
    "cs_request_seconds",
    "Seconds until the answer stood",
    ["page"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


def count_request(method: str, page: str, status: int, seconds: float) -> None:
    """`page` is the name of an address, so labels stay few and tell of nobody."""
    REQUESTS.labels(method if method in METHODS else "other", page, str(status)).inc()
    SECONDS.labels(page).observe(seconds)
