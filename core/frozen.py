"""Dataclasses kept as JSON and read back: days and moments are written 2024-12-31 and 2024-12-31T10:00:00+00:00."""

from dataclasses import MISSING, asdict, fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints


def plain(found: Any) -> dict[str, Any]:
    """A dataclass as JSON values."""
    told = _plain(asdict(found))
    assert isinstance(told, dict)
    return told


def made(wanted: Any, value: Any) -> Any:
    """What `plain` wrote, as `wanted` again. What came to a dataclass later has a default, so that what was kept before
    stays readable. Raises KeyError or TypeError for what is none."""
    if get_origin(wanted) is UnionType:
        if value is None:
            return None
        return made(next(one for one in get_args(wanted) if one is not NoneType), value)
    if get_origin(wanted) is tuple:
        return _tuple(get_args(wanted), value)
    if is_dataclass(wanted):
        hints = get_type_hints(wanted)
        told = [field.name for field in fields(wanted) if field.name in value or field.default is MISSING]
        return wanted(**{name: made(hints[name], value[name]) for name in told})  # type: ignore[operator]
    if wanted is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if wanted is date else value


def _tuple(parts: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(made(parts[0], one) for one in value)
    return tuple(made(part, one) for part, one in zip(parts, value, strict=True))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
