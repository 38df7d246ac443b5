"""One customer's year through every app, as its people live it: at their browsers, on a whole platform of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.faults.conftest import platform, servers  # noqa: F401 - fixtures
from tests.faults.platform import Platform
from tests.flows.journey.asking import is_answered_escalated_and_rated
from tests.flows.journey.falling import is_noticed_and_taken_up
from tests.flows.journey.handing_over import is_won_and_handed_over
from tests.flows.journey.onboarding import begins_and_is_ticked_by_the_customer
from tests.flows.journey.planning import is_shared_and_signed
from tests.flows.journey.prying import find_nothing
from tests.flows.journey.renewing import is_handed_over_filled_in_and_closed_on_time
from tests.flows.journey.reviewing import tells_the_year
from tests.flows.journey.story import PATIENCE, Story
from tests.flows.journey.surveying import is_answered_by_a_detractor_and_closed
from tests.flows.person import open_browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(platform: Platform) -> Iterator[Story]:  # noqa: F811
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        told = Story(platform, browser)
        try:
            told.start()
            yield told
        finally:
            told.stop()
            browser.close()
            expect.set_options(timeout=None)


def test_a_customers_year_from_the_won_deal_to_the_renewal(story: Story, tmp_path: Path) -> None:
    is_won_and_handed_over(story)
    begins_and_is_ticked_by_the_customer(story)
    is_shared_and_signed(story)
    is_noticed_and_taken_up(story)
    is_answered_escalated_and_rated(story, tmp_path)
    is_answered_by_a_detractor_and_closed(story)
    is_handed_over_filled_in_and_closed_on_time(story)
    tells_the_year(story)
    find_nothing(story)
    assert story.complaints == []
