"""Fields that the forms of success plans share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AccountFile
from accounts.selectors.files import SHOWN, WITHOUT_AMOUNTS
from core.money import AmountError, parse_amount

THOUSANDTHS = 3
MOST_FILES = 200


class ValueField(forms.CharField):
    """A measured value as people write it, in thousandths."""

    def __init__(self, *, label: Any, required: bool = True, hint: Any = "") -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=20,
            help_text=hint,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={"required": gettext_lazy("Fill this in.")},
        )

    def clean(self, value: Any) -> Any:
        written = super().clean(value).strip()
        if not written:
            return None
        try:
            return parse_amount(written, str(get_format("DECIMAL_SEPARATOR")), THOUSANDTHS)
        except AmountError as error:
            raise forms.ValidationError(
                _("Write a number with at most three decimals, like 12.5.")
            ) from error


def written_value(thousandths: int | None) -> str:
    """A value as an editing person writes it."""
    if thousandths is None:
        return ""
    text = f"{Decimal(thousandths) / 1000:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR")))


class SuggestedInput(forms.TextInput):
    """A line of text with words to choose from."""

    def __init__(self, offered: tuple[Any, ...]) -> None:
        super().__init__()
        self.offered = offered

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        ident = f"{name}-offered"
        drawn = super().render(name, value, {**(attrs or {}), "list": ident}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.offered))
        return format_html('{}<datalist id="{}">{}</datalist>', drawn, ident, options)


def long_text(
    label: Any, most: int, *, rows: int = 3, required: bool = False, hint: Any = ""
) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": gettext_lazy("Fill this in."),
            "max_length": gettext_lazy("At most %(limit_value)d characters; these are %(show_value)d."),
        },
    )


def file_choices(account_id: int, *, with_money: bool) -> list[tuple[str, str]]:
    """The files of an account that this person may see, newest first."""
    shown = SHOWN if with_money else WITHOUT_AMOUNTS
    rows = AccountFile.objects.filter(shown, account_id=account_id).select_related("file")
    return [(str(one.pk), one.file.name) for one in rows.order_by("-added_at", "-pk")[:MOST_FILES]]


def number_of(value: str) -> int | None:
    """The id that a choice holds."""
    return int(value) if value else None
