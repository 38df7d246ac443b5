"""Template tags and shared templates, as pages use them."""

import json
import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from core import styleguide
from core.shell import Choice, NavEntry, NavGroup, NavItem, Shell, register_nav
from core.templatetags import ui

ROOT = Path(__file__).resolve().parents[2]


def drawn(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_band_is_word_and_shape_and_colour():
    html = drawn("{% band_pill 'at_risk' %}")
    assert "At risk" in html
    assert "<path" in html
    assert "cs-pill-risk" in html


def test_an_unheard_band_is_unknown():
    assert "Unknown" in drawn("{% band_pill None %}")


def test_a_stale_pill_says_its_age():
    assert "Stale, 41 d" in drawn("{% band_pill 'healthy' '' 41 %}")


def test_a_missing_score_is_a_dash():
    assert ">–<" in drawn("{% score None %}")
    assert "49.5" in drawn("{% score 49500 %}")


def test_a_change_is_spoken_as_well_as_drawn():
    html = drawn("{% change_mark -15.0 %}")
    assert re.search(r"↓.*down.*15\.0", html)


def test_values_are_escaped():
    for source in (
        "{% avatar x %}",
        "{% tag x %}",
        "{% crumbs x '/' x %}",
        "{% icon 'x' 16 x %}",
        "{% band_dot 'healthy' x %}",
    ):
        assert "<b>" not in drawn(source, x="<b>")


def test_a_countdown_warns_from_ninety_and_alarms_from_thirty():
    assert "cs-days-soon" in drawn("{% countdown 90 %}")
    assert "cs-days-now" in drawn("{% countdown 30 %}")


def test_a_query_keeps_what_it_does_not_change():
    request = RequestFactory().get("/x/", {"sort": "name", "page": "2", "owner": ["1", "2"]})
    html = drawn('{% query page=None sort="-arr" %}', request=request)
    assert html == "?owner=1&amp;owner=2&amp;sort=-arr"


def test_a_header_sorts_the_other_way_when_its_sort_is_in_force():
    request = RequestFactory().get("/x/", {"sort": "-arr"})
    assert 'href="?sort=arr"' in drawn("{% sort_header 'ARR' 'arr' '-arr' %}", request=request)
    assert 'href="?sort=-arr"' in drawn("{% sort_header 'ARR' 'arr' 'arr' %}", request=request)
    assert 'href="?sort=-score"' in drawn(
        "{% sort_header 'Score' 'score' 'arr' first='-' %}", request=request
    )


def test_undo_goes_to_an_own_path_only():
    assert ui.undo_url("safe undo:/w/demo/x/") == "/w/demo/x/"
    assert ui.undo_url("undo://evil.example") == ""
    assert ui.undo_url("") == ""


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the contract.")
    agreed = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, required=False)


def test_an_error_takes_the_place_of_the_hint_and_is_tied_to_its_field():
    html = Sample(data={}).as_div()
    assert "This field is required." in html
    assert "As on the contract." not in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_error' in html or "id_name_error" in html.split("<input", 1)[1]


def test_labels_belong_to_their_controls():
    html = Sample().as_div()
    assert '<label for="id_name">' in html
    assert "As on the contract." in html
    assert re.search(r'<label class="cs-check"><input type="checkbox"', html)
    assert "<fieldset" in html


def test_form_errors_are_listed_once_above_the_form():
    form = Sample(data={"name": "x"})
    form.add_error(None, "The term ends before it starts.")
    assert form.as_div().count("The term ends before it starts.") == 1


def test_the_shell_marks_where_one_is_and_what_is_late():
    items = (NavItem("a", "Accounts", "/a/", "building", 3, True, True, phone=True),)
    shell = Shell("Acme", "/", nav=(NavGroup("", items),), book_choices=(Choice("All", "?book=all", True),))
    html = render_to_string("app.html", {"shell": shell})
    assert 'href="/a/" aria-current="page"' in html
    assert "cs-nav-count-late" in html
    assert shell.book_label == "All"
    assert shell.phone_nav == items


def test_an_entry_of_an_unheard_group_is_refused():
    with pytest.raises(ValueError, match="nowhere"):
        register_nav(NavEntry("x", "X", "box", "x", group="nowhere"))


@pytest.mark.parametrize("name", ["403", "404", "500", "csrf", "refused"])
def test_error_pages_need_neither_request_nor_database(name):
    html = render_to_string(f"errors/{name}.html", {"message": "The file is empty."})
    assert "<h1" in html
    assert ("The file is empty." in html) == (name == "refused")


@pytest.mark.parametrize("name", ["", "list", "sign-in"])
def test_the_style_guide_shows_every_component(name):
    request = RequestFactory().get("/styleguide/")
    answer = styleguide.page(request, name) if name else styleguide.view(request)
    assert answer.status_code == 200
    assert b"{%" not in answer.content


def test_a_lazy_panel_has_a_way_without_scripts():
    html = render_to_string("components/lazy_panel.html", {"id": "p", "url": "/p/", "title": "Health"})
    assert 'hx-get="/p/"' in html
    assert '<noscript><a href="/p/">Open Health</a></noscript>' in html


def test_a_file_field_takes_drops():
    class Upload(forms.Form):
        file = forms.FileField()

    html = render_to_string(
        "components/file_drop.html", {"field": Upload()["file"], "words": "Choose a file"}
    )
    assert "data-drop" in html
    assert '<label for="id_file"' in html


def test_the_why_panel_never_shows_a_zero_for_what_is_missing():
    rows = [{"key": "growth", "name": "Growth", "weight": 14, "missing": "No reading yet"}]
    html = render_to_string("components/why.html", {"rows": rows, "total": "49.5"})
    assert re.search(r"–\s*/ 14", html)
    assert "No reading yet" in html


def test_every_icon_that_a_page_names_is_in_the_sprite():
    known = set(json.loads((ROOT / "static" / "icons.json").read_text()))
    assert known == set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static" / "icons.svg").read_text()))
    named = set()
    for page in (ROOT / "templates").rglob("*.html"):
        named |= set(re.findall(r'{%\s*icon "([^"]+)"', page.read_text()))
    for app in (
        "workspaces",
        "accounts",
        "health",
        "lifecycle",
        "reports",
        "integrations",
        "notifications",
        "core",
    ):
        for source in (ROOT / app).rglob("*.py"):
            named |= set(re.findall(r'\bicon="([a-z0-9-]+)"', source.read_text()))
    assert named - known == set()
