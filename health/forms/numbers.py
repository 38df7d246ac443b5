"""Figures as people write them: percent, points and thresholds with the locale's decimal mark."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as lazy

from core.text import format_number


class Figure(forms.Field):
    """A decimal number of at least `least` and at most `most` with `places` decimals, cleaned to a whole number of
    the smallest step: 14.5 with two places is 1450."""

    def __init__(
        self, *, label: Any, most: int, least: int = 0, places: int = 2, required: bool = False, **attrs: str
    ) -> None:
        self.most, self.least, self.places = most, least, places
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", **attrs})
        super().__init__(label=label, required=required, widget=widget)

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").replace("\u00a0", "").replace("\u202f", "").replace("%", "").strip()
        text = text.replace("\u2212", "-").replace(str(get_format("DECIMAL_SEPARATOR")), ".")
        if not text:
            return None
        refused = lazy("Write a number from %(least)s to %(most)s.") % {
            "least": format_number(self.least),
            "most": format_number(self.most),
        }
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(refused) from error
        if not number.is_finite() or not self.least <= number <= self.most:
            raise forms.ValidationError(refused)
        return int(number.scaleb(self.places).quantize(Decimal(1), ROUND_HALF_UP))

    def prepare_value(self, value: Any) -> Any:
        """A whole number of steps as text; what a person wrote stays as it was."""
        return number_text(value, self.places) if isinstance(value, int) else value


def number_text(steps: int, places: int) -> str:
    """A whole number of the smallest step as an editing person writes it: 1450 with two places is 14.5."""
    plain = format(Decimal(steps).scaleb(-places).normalize(), "f")
    return plain.replace(".", str(get_format("DECIMAL_SEPARATOR")))
