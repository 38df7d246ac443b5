"""Matching the columns of a file to the fields of its kind, and how their dates and numbers are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import is_currency
from health.selectors.cards import metric_label, metrics_in_use
from integrations.fields import kind_spec
from integrations.fields.readings import is_known_metric, metrics_by_word
from integrations.models import Import
from integrations.reading.dates import ORDER_LABELS, DateOrder
from integrations.reading.fieldspecs import FieldSpec, KindSpec
from integrations.reading.mappings import Mapping, mapping_from_json, missing_fields
from integrations.reading.profiles import ColumnType
from integrations.reading.texts import choice_key

CONSTANTS = ("currency", "metric")
"""Fields that may have one text for every row."""
DECIMALS = ((".", gettext_lazy("1,234.56")), (",", gettext_lazy("1.234,56")))
TYPE_WORDS = {
    ColumnType.EMPTY: gettext_lazy("Empty"),
    ColumnType.TEXT: gettext_lazy("Text"),
    ColumnType.INTEGER: gettext_lazy("Whole numbers"),
    ColumnType.DECIMAL: gettext_lazy("Numbers"),
    ColumnType.BOOLEAN: gettext_lazy("Yes or no"),
    ColumnType.DATE: gettext_lazy("Dates"),
    ColumnType.DATETIME: gettext_lazy("Dates with time"),
    ColumnType.EMAIL: gettext_lazy("E-mail addresses"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """One column of the file: what stands in it, the field it feeds, its own format, what is doubtful."""

    name: str
    examples: tuple[str, ...]
    kind: str
    field: BoundField
    own: BoundField | None
    doubt: str
    is_matched: bool


class ColumnsForm(forms.Form):
    """`field_N` is the field that column N feeds, `order_N` and `decimal_N` how it is read where it differs
    from the file's `date_order` and `decimal` or could be read both ways."""

    date_order = forms.ChoiceField(
        label=gettext_lazy("Dates"), choices=[(key.value, label) for key, label in ORDER_LABELS.items()]
    )
    decimal = forms.ChoiceField(label=gettext_lazy("Numbers"), choices=DECIMALS)
    metric = forms.ChoiceField(
        label=gettext_lazy("Metric"),
        required=False,
        help_text=gettext_lazy("Of every row, where no column names it."),
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        required=False,
        max_length=3,
        help_text=gettext_lazy("Of amounts whose row names none."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false", "size": 3}),
    )

    def __init__(self, found: Import, *, currency: str, data: Any = None) -> None:
        """`currency` is the workspace's, offered where the file names none."""
        self.spec: KindSpec = kind_spec(found.kind)
        self.columns: list[dict[str, Any]] = found.profile["columns"]
        self._found = found
        now = _known(found)
        self._now, self._fed_by = now, {column: key for key, column in now.columns.items()}
        super().__init__(
            data,
            initial={
                "date_order": now.date_order.value,
                "decimal": now.decimal,
                "currency": now.constants.get("currency", currency),
                "metric": now.constants.get("metric", ""),
            },
        )
        for name in CONSTANTS:
            if self.spec.field(name) is None:
                del self.fields[name]
        self._words_of_metrics: dict[str, str] = {}
        if "metric" in self.fields:
            self._ask_metrics()
        for name in ("date_order", "decimal", *CONSTANTS):
            if name in self.fields:  # they stand beside the form that sends them
                self.fields[name].widget.attrs["form"] = "matching"
        choices = [("", _("Do not import")), *((one.key, _named(one)) for one in self.spec.fields)]
        for number, column in enumerate(self.columns):
            self._ask(number, column, choices)

    def rows(self) -> Iterator[Match]:
        """The columns in the order of the file."""
        doubts = self._found.mapping.get("ambiguous", {})
        for number, column in enumerate(self.columns):
            own = next(
                (f"{kind}_{number}" for kind in ("order", "decimal") if f"{kind}_{number}" in self.fields), ""
            )
            field = self[f"field_{number}"]
            yield Match(
                name=column["name"],
                examples=tuple(column["examples"]),
                kind=str(TYPE_WORDS.get(ColumnType(column["type"]), "")),
                field=field,
                own=self[own] if own else None,
                doubt=str(column["message"] or doubts.get(column["name"], "")),
                is_matched=bool(field.value()),
            )

    def words_asked(self) -> list[BoundField]:
        """A field for each word of the file's metrics that names none of the workspace's."""
        return [self[name] for name in self._words_of_metrics]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for number, column in enumerate(self.columns):
            key = values.get(f"field_{number}")
            if not key:
                continue
            if key in taken:
                words = _("“%(other)s” feeds %(field)s already. Choose another field for one of them.")
                one = self.spec.field(key)
                told = {"other": taken[key], "field": one.label if one else key}
                self.add_error(f"field_{number}", words % told)
            taken.setdefault(key, column["name"])
        self._refuse_missing({*taken, *self._constants(values)})
        return values

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).strip().upper()
        if code and not is_currency(code):
            raise forms.ValidationError(
                _("“%(text)s” is no currency code. Write three letters, such as EUR.") % {"text": code}
            )
        return code

    def missing(self) -> list[str]:
        """Required fields, in words, that nothing feeds as the form stands."""
        fed = {str(self[f"field_{number}"].value() or "") for number in range(len(self.columns))}
        return self._words({*fed, *self._now.constants} - {""})

    def mapping(self) -> Mapping:
        """How the file is to be read; for a valid form."""
        values = self.cleaned_data
        columns, orders, decimals = {}, {}, {}
        for number, column in enumerate(self.columns):
            key = values.get(f"field_{number}")
            if key:
                columns[key] = column["name"]
                orders[key] = values.get(f"order_{number}", "")
                decimals[key] = values.get(f"decimal_{number}", "")
        constants = {key: text for key, text in self._constants(values).items() if key not in columns}
        return Mapping(
            kind=self._found.kind,
            columns=columns,
            date_order=DateOrder(values["date_order"]),
            date_orders={key: order for key, order in orders.items() if order},
            decimal=values["decimal"],
            decimals={key: mark for key, mark in decimals.items() if mark},
            encoding=self._now.encoding,
            delimiter=self._now.delimiter,
            sheet=self._now.sheet,
            constants=constants,
            choices={key: texts for key, texts in self._choices(values).items() if key in columns},
        )

    def _choices(self, values: dict[str, Any]) -> dict[str, dict[str, str]]:
        """The choices known before, with what the words of metrics were said to mean."""
        if not self._words_of_metrics:
            return self._now.choices
        told = {choice_key(word): values[name] for name, word in self._words_of_metrics.items()}
        kept = self._now.choices.get("metric", {}) | told
        return self._now.choices | {"metric": {word: key for word, key in kept.items() if key}}

    def _ask_metrics(self) -> None:
        """The metric of every row, or which one each word of the matched column means that names none."""
        metrics = metrics_in_use()
        told = [(one.key, metric_label(one)) for one in metrics]
        self.fields["metric"].choices = [("", _("As a column says")), *told]  # type: ignore[attr-defined]
        own, before = metrics_by_word(metrics), self._now.choices.get("metric", {})
        column = next((one for one in self.columns if self._fed_by.get(one["name"]) == "metric"), {})
        unknown = [word for word in column.get("words", ()) if not is_known_metric(word, own)]
        for number, word in enumerate(unknown):
            name = f"word_{number}"
            self._words_of_metrics[name] = word
            self.fields[name] = forms.ChoiceField(
                label=_("“%(word)s” is") % {"word": word},
                choices=[("", _("no metric: its rows are refused")), *told],
                required=False,
                initial=before.get(choice_key(word), ""),
                widget=forms.Select(attrs={"form": "matching"}),
            )

    def _ask(self, number: int, column: dict[str, Any], choices: list[tuple[str, Any]]) -> None:
        key = self._fed_by.get(column["name"], "")
        self.fields[f"field_{number}"] = forms.ChoiceField(
            label=_("Field for %(column)s") % {"column": column["name"]},
            choices=choices,
            required=False,
            initial=key,
        )
        if column["date_order"] and (
            column["ambiguous"] or column["date_order"] not in (DateOrder.ISO, self._now.date_order)
        ):
            self.fields[f"order_{number}"] = forms.ChoiceField(
                label=_("Dates in %(column)s") % {"column": column["name"]},
                choices=[(order.value, label) for order, label in ORDER_LABELS.items()],
                initial=self._now.date_orders.get(key, column["date_order"]),
            )
        elif column["type"] in (ColumnType.INTEGER, ColumnType.DECIMAL) and (
            column["ambiguous"] or key in self._now.decimals
        ):
            self.fields[f"decimal_{number}"] = forms.ChoiceField(
                label=_("Numbers in %(column)s") % {"column": column["name"]},
                choices=DECIMALS,
                initial=self._now.decimals.get(key, column["decimal"]),
            )

    def _constants(self, values: dict[str, Any]) -> dict[str, str]:
        told = {key: text for key, text in self._now.constants.items() if key not in CONSTANTS}
        return told | {key: values[key] for key in CONSTANTS if values.get(key)}

    def _refuse_missing(self, fed: set[str]) -> None:
        for words in self._words(fed):
            self.add_error(None, _("No column is matched to %(field)s. Choose one below.") % {"field": words})

    def _words(self, fed: set[str]) -> list[str]:
        return [
            _(" or ").join(_label(self.spec, key) for key in group.split("|"))
            for group in missing_fields(self.spec, fed)
        ]


def _known(found: Import) -> Mapping:
    told = ("unmapped", "missing", "ambiguous")
    return mapping_from_json(
        {key: value for key, value in found.mapping.items() if key not in told}, kind=found.kind
    )


def _named(one: FieldSpec) -> str:
    return (
        _("%(field)s, needed") % {"field": one.label} if one.required and not one.one_of else str(one.label)
    )


def _label(spec: KindSpec, key: str) -> str:
    one = spec.field(key)
    return str(one.label) if one else key
