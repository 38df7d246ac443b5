"""Marks of life in Redis: small, of no use to anybody after a while, and made anew when Redis was emptied."""

HEARTBEAT_KEY = "heartbeat:worker"
HEARTBEAT_SECONDS = 45
SWEEPS_KEY = "sweeps"  # hash: name of the sweep -> seconds since 1970 of its last run
BEAT_SECONDS = 300
