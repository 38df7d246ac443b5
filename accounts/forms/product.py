"""The form of a product; its features as lines of text, since lists of them are pasted from elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import Guarded, text
from accounts.models import Product
from accounts.services.products import FeatureFields

ADVANCED = "*"


class ProductForm(Guarded):
    """One feature a line: key, then optionally a comma and what people call it; a star before it says
    advanced."""

    name = text(_("Name"), 120, required=True)
    external_id = text(_("External id"), 100)
    features = forms.CharField(
        label=_("Features"),
        required=False,
        strip=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def clean_features(self) -> list[FeatureFields]:
        lines = [line.strip() for line in self.cleaned_data["features"].splitlines()]
        return [_feature(number, line) for number, line in enumerate(lines, start=1) if line]


def _feature(number: int, line: str) -> FeatureFields:
    advanced = line.startswith(ADVANCED)
    key, _comma, label = (part.strip() for part in line.removeprefix(ADVANCED).partition(","))
    if not 1 <= len(key) <= 100 or len(label) > 120:
        raise forms.ValidationError(
            say(
                "Line %(n)s: a feature has a key of 1 to 100 characters, then a comma and a name of at most 120."
            )
            % {"n": number}
        )
    return FeatureFields(key=key, label=label, is_advanced=advanced)


def initial_of(product: Product) -> dict[str, Any]:
    """What the form shows of a product that is."""
    lines = []
    for feature in product.features.order_by("pk"):
        named = f"{feature.key}, {feature.label}" if feature.label != feature.key else feature.key
        lines.append(f"{ADVANCED} {named}" if feature.is_advanced else named)
    return {"name": product.name, "external_id": product.external_id or "", "features": "\n".join(lines)}
