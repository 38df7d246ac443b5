"""Colour and logo of the workspace: readable or refused in words, raster or refused, told to the log."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.errors import DomainError
from tests.support.world import NOW
from workspaces.choices import SecurityActKind
from workspaces.colours import colour_named, contrast_with_white, lighter
from workspaces.models import Brand, SecurityAct
from workspaces.services.brand import LARGEST, MAX_LOGO_BYTES, change_brand, logo_of

BRAND = "/w/acme/settings/brand/"


def picture(kind="PNG", size=(300, 60), mode="RGB"):
    target = io.BytesIO()
    Image.new(mode, size, 40).save(target, kind)
    return target.getvalue()


@pytest.fixture
def admin(world):
    return world.client(world.acme.admin)


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#FFFFFF", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#777777", 4.48), ("#0C4A57", 9.85)]
)  # fmt: skip
def test_contrast_with_white_is_that_of_the_standard(colour, ratio):
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.005)


def test_a_colour_is_read_with_and_without_its_sign_and_made_lighter():
    assert [colour_named(text) for text in (" #0c4a57", "0C4A57", "#0c4", "red", "#0c4a5g", "")] == [
        "#0C4A57", "#0C4A57", None, None, None, None,
    ]  # fmt: skip
    assert (lighter("#000000", 0.4), lighter("#0C4A57", 1), lighter("#0C4A57", 0)) == (
        "#666666", "#FFFFFF", "#0C4A57",
    )  # fmt: skip


def test_colour_and_logo_are_kept_once_and_the_log_says_what_was_before(world, admin):
    sent = {"brand-colour": "7a1f5c", "brand-logo": SimpleUploadedFile("any.name", picture())}
    assert admin.post(BRAND, sent).status_code == 303
    assert admin.post(BRAND, {"brand-colour": "#7A1F5C"}).status_code == 303
    with world.acme.scope():
        kept = Brand.objects.get()
        acts = SecurityAct.objects.filter(kind=SecurityActKind.SETTINGS_CHANGED)
        changed = [act.detail["changed"] for act in acts]
    assert (kept.colour, kept.logo_wide, kept.logo_tall) == ("#7A1F5C", 300, 60)
    assert bytes(kept.logo).startswith(b"\x89PNG")
    assert [sorted(one) for one in changed] == [["brand_colour", "brand_logo"]]
    assert changed[0]["brand_colour"] == ["", "#7A1F5C"]
    page = admin.get("/w/acme/settings/workspace/").content.decode()
    assert 'value="#7A1F5C"' in page
    assert 'src="data:image/png;base64,' in page


def test_the_logo_is_taken_away_and_the_colour_stays(world, admin):
    with world.acme.scope():
        change_brand(
            world.acme.workspace, colour="#7A1F5C", picture=picture(), without_logo=False, by=world.acme.admin, now=NOW
        )  # fmt: skip
    assert admin.post(BRAND, {"brand-colour": "#7A1F5C", "brand-without_logo": "on"}).status_code == 303
    with world.acme.scope():
        kept = Brand.objects.get()
    assert (kept.colour, kept.logo, kept.logo_wide) == ("#7A1F5C", None, 0)


@pytest.mark.parametrize("colour", ["#777777", "#FFD400", "#12345", "red", "#0C4A57; } body { color: red"])
def test_a_colour_that_cannot_be_read_under_white_is_refused_in_words(world, admin, colour):
    response = admin.post(BRAND, {"brand-colour": colour})
    assert response.status_code == 422
    assert list(response.context["brand_form"].errors) == ["colour"]
    with world.acme.scope():
        assert not Brand.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "has to be a PNG or a JPEG"),
        (b"GIF89a" + bytes(40), "has to be a PNG or a JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "cannot be read as a picture"),
        (picture()[:70], "cannot be read as a picture"),
        (b"\xff\xd8\xff" + bytes(MAX_LOGO_BYTES), "at most"),
        (picture(size=(2001, 2000), mode="1"), "more than 4 million pixels"),
        (picture(size=(20_000, 20_000), mode="1"), "cannot be read as a picture"),
    ],
)
@pytest.mark.django_db
def test_what_is_no_small_raster_picture_is_refused_in_words(data, words):
    with pytest.raises(DomainError, match=words) as refused:
        logo_of(data)
    assert refused.value.field == "logo"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_written_anew_as_a_small_png(kind):
    found = logo_of(picture(kind, (1800, 900)))
    with Image.open(io.BytesIO(found.png)) as again:
        assert (again.format, again.size) == ("PNG", (found.wide, found.tall))
    assert (found.wide, found.tall) == (400, LARGEST[1])


def test_only_admins_change_the_look_and_others_see_none_of_it(world):
    assert world.client(world.acme.csm).post(BRAND, {"brand-colour": "#7A1F5C"}).status_code == 403
    with world.acme.scope():
        assert not Brand.objects.exists()
