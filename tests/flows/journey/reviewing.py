"""The quarterly review tells what happened: in its PDF stand the plan, the satisfaction and the action items."""

import re

from core.pdf import can_print
from tests.flows.journey.planning import BARRIER, HIDDEN, KPI, OURS, OUTCOME
from tests.flows.journey.rows import SECRET
from tests.flows.journey.story import Story
from tests.support.pdfs import Pdf

SIGNED = "signed off by Anna Sponsor"
ACTION = "Siiri shows the night-shift list to Anna"


def tells_the_year(story: Story) -> None:
    csm = story.staff("csm")
    page = csm.page
    csm.go(f"{story.account}reviews/")
    page.locator("[name=period]").select_option(index=0)  # the quarter that still runs
    page.locator("[name=language]").select_option("en")
    page.get_by_role("button", name="Take the facts").click()
    page.wait_for_url(re.compile(r"/reviews/\d+/"))
    page.get_by_role("heading", name="Words").wait_for()
    page.locator("[name=actions]").fill(ACTION)
    page.get_by_role("button", name=re.compile("^Save")).click()
    page.get_by_text("Words saved.").wait_for()
    if not can_print():
        return
    page.get_by_role("button", name="Make PDF").click()
    download = page.get_by_role("link", name=re.compile("^Download"))
    download.wait_for()
    with page.expect_download() as loaded:
        download.click()
    said = " ".join(Pdf(loaded.value.path().read_bytes()).text.split())
    plain = said.replace(" ", "")
    for words in ("Aino Wares", OUTCOME, KPI, OURS, BARRIER, ACTION, SIGNED, "NPS", "Renewed, higher amount"):
        assert words.replace(" ", "") in plain, words
    for words in (HIDDEN, SECRET, "outcomesandtheirvalue"):  # the last would be called missing
        assert words not in plain
