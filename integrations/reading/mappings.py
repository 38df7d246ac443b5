"""Which column feeds which field and how it is read: an answer that travels as JSON and comes back checked."""

import json
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _

from integrations.errors import MappingError
from integrations.fields import kind_spec
from integrations.reading.dates import DateOrder
from integrations.reading.fieldspecs import FieldSpec, FieldType, KindSpec
from integrations.reading.texts import choice_key, shown

MAX_JSON_CHARS = 262_144


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one file is read as one kind of import.

    `columns` maps field to column name. `date_order` and `decimal` hold for the file, `date_orders` and
    `decimals` for single fields that differ. `constants` gives a field one text for all rows, `choices`
    maps a field's texts to its choices. `encoding`, `delimiter`, `sheet`: "" lets the file tell.
    `unmapped`, `missing` (required fields without a column) and `ambiguous` (column to question) are told to
    the person and not read back.
    """

    kind: str
    columns: dict[str, str]
    date_order: DateOrder = DateOrder.ISO
    date_orders: dict[str, str] = field(default_factory=dict)
    decimal: str = "."
    decimals: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    constants: dict[str, str] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ambiguous: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`; `mapping_from_json` takes it back."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}

    def order_of(self, key: str) -> DateOrder:
        return DateOrder(self.date_orders.get(key, self.date_order))

    def decimal_of(self, key: str) -> str:
        return self.decimals.get(key, self.decimal)


def mapping_from_text(text: str, *, kind: str) -> Mapping:
    """A mapping from a JSON file. Raises MappingError for what is no JSON, too long, or nested too deep."""
    if len(text) > MAX_JSON_CHARS:
        raise MappingError("mapping_too_long", _("The mapping is too long to be one. Use --suggest-mapping."))
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        message = _("The mapping is no JSON: line %(line)s, column %(column)s. Mend it there.")
        raise MappingError(
            "mapping_no_json", message % {"line": error.lineno, "column": error.colno}
        ) from error
    except ValueError as error:
        raise MappingError(
            "mapping_no_json", _("The mapping holds a number that is too long. Remove it.")
        ) from error
    except RecursionError as error:
        raise MappingError(
            "mapping_too_deep", _("The mapping is nested too deep. Use --suggest-mapping for its shape.")
        ) from error
    return mapping_from_json(data, kind=kind)


def mapping_from_json(data: object, *, kind: str) -> Mapping:
    """A checked mapping for `kind`.

    Raises MappingError, its `field` the key at fault: unknown keys, fields or choices, wrong types.
    """
    spec = kind_spec(kind)
    if not isinstance(data, dict):
        raise MappingError("mapping_no_object", _("The mapping is no JSON object. Use --suggest-mapping."))
    _refuse_unknown(data)
    if data.get("kind", kind) != kind:
        message = _("The mapping is for %(told)s, not for %(kind)s.") % {
            "told": shown(str(data["kind"])),
            "kind": kind,
        }
        raise MappingError("mapping_other_kind", message, field="kind")
    return Mapping(
        kind=kind,
        columns=_text_map(data, "columns", spec),
        date_orders=_text_map(data, "date_orders", spec),
        decimals=_text_map(data, "decimals", spec),
        constants=_text_map(data, "constants", spec),
        encoding=_text(data, "encoding"),
        delimiter=_text(data, "delimiter"),
        sheet=_text(data, "sheet"),
        date_order=DateOrder(_one_of(data.get("date_order", "iso"), "date_order", tuple(DateOrder))),
        decimal=_one_of(data.get("decimal", "."), "decimal", (".", ",")),
        choices=_choices(data.get("choices", {}), spec),
    )


def check_mapping(mapping: Mapping, headers: Sequence[str]) -> None:
    """Raises MappingError where a column is not in the file or a required field has no source."""
    for key, column in mapping.columns.items():
        if column not in headers:
            raise MappingError(
                "unknown_column",
                _("The file has no column “%(column)s” for %(field)s. It has: %(headers)s.")
                % {"column": shown(column), "field": key, "headers": ", ".join(headers[:50])},
                field=key,
            )
    missing = missing_fields(kind_spec(mapping.kind), {*mapping.columns, *mapping.constants})
    if missing:
        raise MappingError(
            "missing_columns",
            _("No column is matched to: %(fields)s. Match one, or give a constant.")
            % {"fields": ", ".join(missing)},
            field=missing[0].split("|")[0],
        )


def missing_fields(spec: KindSpec, fed: set[str]) -> tuple[str, ...]:
    """Required fields that nothing feeds; a group of which one is enough is told as "a|b"."""
    groups: dict[str, list[FieldSpec]] = {}
    for one in spec.fields:
        if one.required:
            groups.setdefault(one.one_of or one.key, []).append(one)
    return tuple(
        "|".join(one.key for one in group)
        for group in groups.values()
        if not any(one.key in fed for one in group)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, DateOrder):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return value


def _refuse_constant(name: str) -> float:
    raise MappingError("mapping_no_json", _("The mapping holds %(name)s, which is no JSON.") % {"name": name})


def _refuse_unknown(data: AnyMapping[Any, Any]) -> None:
    known = [one.name for one in fields(Mapping)]
    for key in data:
        if key not in known:
            message = _("The mapping has an unknown key “%(key)s”. Known are: %(known)s.")
            values = {"key": shown(str(key)), "known": ", ".join(known)}
            raise MappingError("mapping_unknown_key", message % values, field=shown(str(key)))


def _text(data: AnyMapping[str, Any], key: str) -> str:
    value = data.get(key) or ""
    if not isinstance(value, str) or len(value) > 200:
        raise MappingError("mapping_wrong_type", _wrong_type(key, _("a text")), field=key)
    return value


def _text_map(data: AnyMapping[str, Any], key: str, spec: KindSpec) -> dict[str, str]:
    value = data.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise MappingError("mapping_wrong_type", _wrong_type(key, _("an object of field to text")), field=key)
    for name, text in value.items():
        _known_field(name, spec, key)
        if key == "date_orders":
            _one_of(text, f"date_orders.{name}", tuple(DateOrder))
        if key == "decimals":
            _one_of(text, f"decimals.{name}", (".", ","))
    return dict(value)


def _choices(value: object, spec: KindSpec) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict) or not all(isinstance(texts, dict) for texts in value.values()):
        raise MappingError("mapping_wrong_type", _wrong_type("choices", _("an object")), field="choices")
    for name, texts in value.items():
        one = _known_field(name, spec, "choices")
        if one.type is not FieldType.CHOICE:
            message = _("The field %(field)s has no choices.") % {"field": name}
            raise MappingError("mapping_no_choices", message, field="choices")
        for choice in texts.values():
            if not one.open_choices:
                _one_of(choice, f"choices.{name}", tuple(known.key for known in one.choices))
            elif not isinstance(choice, str):
                raise MappingError("mapping_wrong_type", _wrong_type("choices", _("a text")), field="choices")
    return {
        name: {choice_key(text): choice for text, choice in texts.items()} for name, texts in value.items()
    }


def _known_field(name: object, spec: KindSpec, key: str) -> FieldSpec:
    found = spec.field(str(name))
    if found is None:
        raise MappingError(
            "mapping_unknown_field",
            _("“%(key)s” names an unknown field “%(field)s”. Known are: %(known)s.")
            % {"key": key, "field": shown(str(name)), "known": ", ".join(one.key for one in spec.fields)},
            field=key,
        )
    return found


def _one_of(value: object, key: str, known: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in known:
        message = _("“%(value)s” does not fit “%(key)s”. Choose one of: %(known)s.")
        values = {"value": shown(str(value)), "key": key, "known": ", ".join(known)}
        raise MappingError("mapping_wrong_value", message % values, field=key)
    return value


def _wrong_type(key: str, wanted: str) -> str:
    return _("“%(key)s” of the mapping has to be %(wanted)s.") % {"key": key, "wanted": wanted}
