"""The embedded default, with what a fault wants to be short."""

import os
from datetime import timedelta

from core import clock
from csplatform.settings.embedded import *  # noqa: F403

TASK_RETRY_SECONDS = 0.2
DATABASE_LOCK_SECONDS = int(os.environ.get("FAULT_LOCK_SECONDS", "5"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if os.environ.get("FAULT_VISIBILITY_SECONDS"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        **CELERY_BROKER_TRANSPORT_OPTIONS,  # noqa: F405
        "visibility_timeout": int(os.environ["FAULT_VISIBILITY_SECONDS"]),
        # Else a worker looks for what is out of sight at its start, and then every hundred seconds.
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
    }
if os.environ.get("FAULT_BEAT_SECONDS"):
    CELERY_BEAT_SCHEDULE = {
        name: {**entry, "schedule": float(os.environ["FAULT_BEAT_SECONDS"])}
        for name, entry in CELERY_BEAT_SCHEDULE.items()  # noqa: F405
    }
if os.environ.get("FAULT_CLOCK_DAYS"):
    # Everything asks this clock; sessions and signatures alone ask the machine's.
    _days, _machine = timedelta(days=int(os.environ["FAULT_CLOCK_DAYS"])), clock.now
    clock.now = lambda: _machine() + _days
