"""Pages and stylesheets agree: a class that a page names stands in a stylesheet, and no stylesheet is forgotten."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CSS = sorted((ROOT / "static" / "css").rglob("*.css"))
FRAMES = {"css": "base.html", "portal": "portal/base.html"}  # by the folder of the stylesheet
ALONE = {"survey.css"}  # of pages that load nothing else, with the few colours that they need
SPOKEN = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)


def pages():
    return [p for p in (ROOT / "templates").rglob("*.html") if "emails" not in p.parts]


def test_every_class_of_ours_in_a_page_stands_in_a_stylesheet():
    known = {name for path in CSS for name in re.findall(r"\.((?:cs|is)-[\w-]+)", path.read_text())}
    unknown = {}
    for page in pages():
        for written in re.findall(r'class="([^"]*)"', page.read_text()):
            whole = re.sub(r"[\w-]*{{.*?}}[\w-]*", " ", written)
            for name in SPOKEN.sub(" ", whole).split():
                if name.startswith("cs-") and not name.endswith("-") and name not in known:
                    unknown.setdefault(name, str(page.relative_to(ROOT)))
    assert unknown == {}


def test_every_stylesheet_is_loaded_by_the_frame_of_all_pages():
    forgotten = []
    for path in CSS:
        if path.name in ALONE:
            continue
        frame = (ROOT / "templates" / FRAMES[path.parent.name]).read_text()
        if str(path.relative_to(ROOT / "static")) not in frame:
            forgotten.append(path.name)
    assert forgotten == []


def test_every_colour_stands_in_the_tokens():
    """Stylesheets name tokens; white for the danger button and data pictures in fields are the exceptions."""
    found = {}
    for path in CSS:
        if path.name in {"tokens.css", *ALONE}:
            continue
        text = re.sub(r'url\("data:[^"]*"\)', "", path.read_text())
        colours = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b(?![\w-]*\s*[{,])", text)) - {"#B3261E", "#FFFFFF"}
        if colours:
            found[path.name] = colours
    assert found == {}
