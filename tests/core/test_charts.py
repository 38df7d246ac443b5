"""SVG marks: what they say, how high they stand, and that no text escapes them."""

import re
from xml.etree import ElementTree as ET

import pytest

from core import charts


def classes(svg):
    return [node.get("class") for node in ET.fromstring(svg) if node.get("class")]


def bars(svg):
    return re.findall(r"M[\d.]+ [\d.]+(?:V[\d.]+|v-2)", svg)


def test_the_strip_has_eighteen_weeks_and_fills_up_on_the_left():
    svg = charts.strip([(64.0, "healthy"), (49.5, "monitor")], "two weeks")
    assert len(bars(svg)) == 18
    assert classes(svg) == ["cs-w-none", "cs-w", "cs-w-last-monitor"]


def test_only_the_last_eighteen_weeks_are_shown():
    svg = charts.strip([(10.0, "at_risk")] * 5 + [(90.0, "healthy")] * 18)
    assert classes(svg) == ["cs-w", "cs-w-last-healthy"]


def test_a_score_in_thousandths_stands_as_high_as_in_points():
    assert charts.strip([(82500, "healthy")]) == charts.strip([(82.5, "healthy")])


def test_a_week_without_a_score_is_a_stub_and_never_zero():
    assert "v-2" in charts.strip([(None, "unknown")])
    assert classes(charts.strip([(0.0, "at_risk")]))[-1] == "cs-w-last-risk"


def test_large_strips_are_drawn_as_bars():
    root = ET.fromstring(charts.strip([(100.0, "healthy")], bar=4, height=22))
    assert [node.tag for node in root] == ["rect"] * 18
    assert (root[-1].get("y"), root[-1].get("height")) == ("0", "22")


@pytest.mark.parametrize(("days", "tone"), [(91, ""), (90, "soon"), (31, "soon"), (30, "now"), (-3, "now")])
def test_a_renewal_changes_tone_at_ninety_and_thirty_days(days, tone):
    assert charts.renewal_tone(days) == tone


def test_a_far_renewal_has_no_marker_yet():
    assert "circle" not in charts.renewal_track(151)
    assert 'cx="97"' in charts.renewal_track(0)
    assert 'cx="97"' in charts.renewal_track(-4)


def test_pips_show_what_is_done_and_where_one_stands():
    assert classes(charts.stage_pips(1)) == ["cs-pip-done", "cs-pip-at", "cs-pip", "cs-pip"]


def test_the_lost_part_is_hatched_and_never_wider_than_the_rest():
    svg = charts.part_bar(7.5, 15, 30, width=150, ident="a")
    assert '<rect x="75" width="75"' in svg
    assert "url(#h-a)" in svg
    assert "cs-hatch" not in charts.part_bar(14, 14, 0)


def test_shares_leave_out_what_is_nothing():
    assert classes(charts.share_bar([("healthy", 3), ("monitor", 0), ("unknown", 1)])) == [
        "cs-b-last-healthy",
        "cs-b-last-unknown",
    ]


def test_a_line_breaks_where_a_value_is_missing():
    assert charts.sparkline([1, None, 2]).count("M") == 2
    assert "<path" not in charts.sparkline([None])


def test_a_book_without_amounts_stays_empty():
    svg = charts.book_of_weeks([{"healthy": 0}, {"healthy": 3, "at_risk": 1}], "book")
    assert svg.count("<rect") == 2
    assert 'class="cs-b-last-healthy"' in svg


def test_titles_are_escaped():
    svg = charts.strip([], '<script>"&')
    assert "<script>" not in svg
    assert ET.fromstring(svg).get("aria-label") == '<script>"&'


def test_the_strip_is_told_in_runs():
    words = {"healthy": "Healthy", "monitor": "Monitor"}
    weeks = [(64.0, "healthy"), (64.0, "healthy"), (49.5, "monitor")]
    assert charts.text_of(weeks, words, str) == "2 Healthy, 1 Monitor, 49.5"
