"""Acme with a row of everything, and Other with a row of everything that carries the canary."""

from dataclasses import dataclass

import pytest
import time_machine
from django.db import transaction

from tests.isolation.rows import Shelf
from tests.support.world import NOW, World, make_world

CANARY = "Qzx7kanarie"  # eleven letters, so that it fits into every column that holds words
MARKUP = "<img src=x onerror=alert(1)>\"'&"


@dataclass
class Both:
    """The two companies of the tests, each with its shelf."""

    world: World
    acme: Shelf
    other: Shelf


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW, tick=False)


def make_both():
    world = make_world()
    return Both(world, Shelf(world.acme, MARKUP).fill(), Shelf(world.other, CANARY).fill())


@pytest.fixture
def both(db, redis):
    return make_both()


@pytest.fixture(scope="module")
def lasting(django_db_setup, django_db_blocker):
    """The two companies for all tests of a module, which therefore must not write."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        yield make_both()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Thousands of refusals are wanted here; only what breaks is told."""
    caplog.set_level("ERROR", logger="django.request")
