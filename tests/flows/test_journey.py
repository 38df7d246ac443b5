"""One customer's year through every app, as its people live it: at their browsers, on a whole platform of their own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from tests.faults.conftest import platform, servers  # noqa: F401 - fixtures
from tests.faults.platform import Platform
from tests.flows.journey.handing_over import is_won_and_handed_over
from tests.flows.journey.onboarding import begins_and_is_ticked_by_the_customer
from tests.flows.journey.story import Story
from tests.flows.person import open_browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(platform: Platform) -> Iterator[Story]:  # noqa: F811
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        told = Story(platform, browser)
        try:
            told.start()
            yield told
        finally:
            told.stop()
            browser.close()


def test_a_customers_year_from_the_won_deal_to_the_renewal(story: Story) -> None:
    is_won_and_handed_over(story)
    begins_and_is_ticked_by_the_customer(story)
    assert story.complaints == []
