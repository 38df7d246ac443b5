"""One sum, planted in every column that holds an amount, and found again however it is written."""

import html
import re
from io import BytesIO
from typing import Any

from django.db.models import BigIntegerField
from openpyxl import load_workbook

from tests.isolation.builders import MINOR
from tests.isolation.rows import Shelf, tenant_models

#: Marks that stand between the digits of one number in some language.
BETWEEN = re.compile("(?<=\\d)[\\s.,'’\u00a0\u202f\u2009_]+(?=\\d)")
#: As minor units, as an amount, in thousands, rounded to thousands and millions with their unit.
WRITTEN = re.compile(r"98765|(?<!\d)988[^\w\d]{0,8}[kKтt]|(?<!\d)099[^\w\d]{0,8}[MmМмm]")


def money_columns() -> list[tuple[Any, str]]:
    """Every stored amount of every tenant model, by its name: `amount` or `…_amount`."""
    return [
        (model, column.name)
        for model in tenant_models()
        for column in model._meta.local_fields
        if isinstance(column, BigIntegerField) and column.name.endswith("amount")
    ]


def plant(shelf: Shelf) -> None:
    """Make the sum each amount of the shelf's first rows, and no amount of any other row. What the app may only add to
    was made with it (tests.isolation.builders)."""
    for model, name in money_columns():
        if getattr(model, "append_only", False):
            continue
        first = shelf[model._meta.label].pk
        model.objects.exclude(pk=first).update(**{name: 0})
        model.objects.filter(pk=first).update(**{name: MINOR})


def tells(text: str | bytes) -> bool:
    """Whether the sum stands in this text in any spelling."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return WRITTEN.search(BETWEEN.sub("", html.unescape(plain))) is not None


def sheet_text(data: bytes) -> str:
    """The values of an Excel file, one to a line; raw numbers as they are stored."""
    book = load_workbook(BytesIO(data), read_only=True)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
