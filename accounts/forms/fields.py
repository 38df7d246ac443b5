"""Fields that say what to do when they refuse."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from core.money import AmountError, exponent, parse_amount
from core.text import format_number

Label = Any  # text, translated when it is shown


THEIRS = "theirs"


class Guarded(forms.Form):
    """A form of a row that is edited or made: `version` against lost updates, `key` against sending twice."""

    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self._keep_theirs()

    def _keep_theirs(self) -> None:
        """After a conflict: of the fields for which a person chose what somebody else saved, take that."""
        kept = [name for name in self.fields if self.data.get(f"take-{name}") == THEIRS]
        if not kept:
            return
        data = self.data.copy()  # type: ignore[attr-defined]
        for name in kept:
            field = self.fields[name]
            shown = field.widget.format_value(field.prepare_value(self.get_initial_for_field(field, name)))
            if isinstance(field, forms.BooleanField):
                shown = "on" if self.initial.get(name) else None
            if isinstance(shown, list):
                shown = shown[0] if shown else ""
            data.pop(name, None)
            if shown is not None:
                data[name] = str(shown)
        self.data = data

    def values(self) -> dict[str, Any]:
        """The cleaned values that a service's dataclass takes."""
        return {key: value for key, value in self.cleaned_data.items() if key not in ("version", "key")}

    @property
    def sent_version(self) -> int:
        return self.cleaned_data.get("version") or 0


def text(label: Label, most: int, *, required: bool = False, **attrs: str) -> forms.CharField:
    """A line of text; NUL and overlong text are refused with a sentence."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "required": lazy("Fill this in."),
            "max_length": lazy("At most %(limit_value)d characters; these are %(show_value)d."),
        },
    )


FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2200, 12, 31)


class DayField(forms.DateField):
    """A date, drawn as the browser's own field; a year that somebody mistyped is refused."""

    def __init__(self, *, label: Label, required: bool = False) -> None:
        super().__init__(
            label=label,
            required=required,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={
                "required": lazy("Choose a day."),
                "invalid": lazy("This is no day of the calendar. Write it like 2026-12-31."),
                "far": lazy("The day lies outside 1950 to 2200. Look at the year."),
            },
        )

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not FIRST_DAY <= value <= LAST_DAY:
            raise forms.ValidationError(self.error_messages["far"], code="far")


def number(label: Label, *, most: int, least: int = 0, required: bool = False) -> forms.IntegerField:
    """A whole number within bounds."""
    refused = lazy("Write a whole number from %(least)s to %(most)s.")

    class Bounded(forms.IntegerField):
        def to_python(self, value: Any) -> int | None:
            plain = str(value or "").replace(str(get_format("THOUSAND_SEPARATOR")), "").strip()
            if not plain:
                return None
            if not plain.isascii() or not plain.isdigit() or not least <= int(plain[:18]) <= most:
                sentence = refused % {"least": format_number(least), "most": format_number(most)}
                raise forms.ValidationError(sentence)
            return int(plain)

    return Bounded(label=label, required=required, widget=forms.TextInput(attrs={"inputmode": "numeric"}))


def choice(label: Label, choices: Iterable[tuple[Any, Any]], *, empty: Label = "") -> forms.ChoiceField:
    """One word of a list; with `empty`, none may be chosen."""
    listed = [("", empty), *choices] if empty else list(choices)
    return forms.ChoiceField(
        label=label,
        required=not empty,
        choices=listed,
        error_messages={"invalid_choice": lazy("Choose one of the list."), "required": lazy("Choose one.")},
    )


def amount_in(text_value: str, currency: str) -> int:
    """An amount as people write it in their locale, in minor units. Raises ValidationError."""
    decimal = str(get_format("DECIMAL_SEPARATOR"))
    try:
        return parse_amount(text_value, decimal, exponent(currency))
    except AmountError as error:
        example = format_number(1250.5, 2)
        sentences = {
            "too_precise": _("%(currency)s has fewer decimals. Round the amount.") % {"currency": currency},
            "too_large": _("The amount is too large."),
        }
        otherwise = _("This is no amount. Write it like %(example)s.") % {"example": example}
        raise forms.ValidationError(sentences.get(error.reason, otherwise)) from error


def amount_text(minor: int, currency: str) -> str:
    """An amount as an editing person writes it: no grouping, the locale's decimal mark."""
    places = exponent(currency)
    whole, rest = divmod(minor, 10**places)
    mark = str(get_format("DECIMAL_SEPARATOR"))
    return f"{whole}{mark}{rest:0{places}d}" if rest else str(whole)
