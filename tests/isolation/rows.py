"""A row of every tenant model in a company, made from the model registry; texts carry the shelf's own mark."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction

from core.tenancy.model import WorkspaceModel
from tests.isolation.addresses import Address
from tests.isolation.builders import COLUMNS, MADE, ROWS
from tests.support.world import NOW, TODAY, Company, add_member

SHORT = 12  # columns narrower than this hold codes, never people's words


def tenant_models() -> list[type[models.Model]]:
    """Parents before children."""
    found = [m for m in apps.get_models() if any(f.name == "workspace" for f in m._meta.local_fields)]
    done: list[type[models.Model]] = []
    while len(done) < len(found):
        ready = [m for m in found if m not in done and all(p in done or p is m for p in _parents(m))]
        assert ready, f"tenant models point at each other in a ring: {set(found) - set(done)}"
        done += ready
    return done


def _parents(model: type[models.Model]) -> list[type[models.Model]]:
    return [f.related_model for f in model._meta.local_fields if _hangs(f)]  # type: ignore[misc]


def _hangs(column: Any) -> bool:
    """Whether a column is a key to a tenant model, be it without a constraint, as history's are."""
    return isinstance(column, models.ForeignKey) and issubclass(column.related_model, WorkspaceModel)


@dataclass
class Shelf:
    """Rows by model label; the first of each hang together."""

    company: Company
    mark: str
    rows: dict[str, list[Any]] = field(default_factory=dict)

    def __getitem__(self, label: str) -> Any:
        return self.rows[label][0]

    def fill(self, count: int = 1) -> "Shelf":
        """Make `count` rows of every tenant model, on the first of each parent as far as they may be."""
        with self.company.scope():
            with connection.cursor() as cursor:
                cursor.execute("SELECT ensure_usage_partition(%s)", [TODAY])
            for model in tenant_models():
                made = self.rows.setdefault(model._meta.label, [])
                for number in range(len(made), count):
                    made.append(self._row(model, number))
        return self

    def kwargs(self, address: Address) -> dict[str, Any]:
        """The numbers in an address, all of rows that hang together."""
        return {name: self.key(name) for name in address.kwargs}

    def key(self, name: str) -> int:
        """The number that a name in an address, or an argument of a task, stands for."""
        return int(self[ROWS[name]].pk)

    def _row(self, model: type[models.Model], number: int) -> Any:
        label = model._meta.label
        whole = MADE[label](self, number) if label in MADE else None
        if whole is not None:
            return whole
        failure: Exception | None = None
        for parent in dict.fromkeys((0, number)):
            try:
                with transaction.atomic():
                    row = model(workspace_id=self.company.workspace.id, **self._values(model, number, parent))
                    row.save(force_insert=True)
                    return row
            except IntegrityError as error:
                failure = error
        raise AssertionError(
            f"{label} cannot be filled: add its line to COLUMNS in builders.py."
        ) from failure

    def _values(self, model: type[models.Model], number: int, parent: int) -> dict[str, Any]:
        given = COLUMNS.get(model._meta.label, {})
        values = {}
        for column in model._meta.local_fields:
            if column.name == "workspace" or isinstance(column, models.AutoField | models.GeneratedField):
                continue
            if isinstance(column, models.CompositePrimaryKey):
                continue
            if column.name in given:
                value = given[column.name]
                values[column.name] = value(self, number) if callable(value) else value
            else:
                for value in self._guess(column, number, parent):
                    values[column.name] = value
        return values

    def _guess(self, column: Any, number: int, parent: int) -> Iterator[Any]:
        """The value that a column's type asks for; nothing where its default will do."""
        if _hangs(column):
            if column.related_model is column.model:
                yield self.rows[column.model._meta.label][0] if number else None
            else:
                yield self.rows[column.related_model._meta.label][parent]
        elif column.choices:
            if not column.has_default():
                yield next(value for value, _label in column.flatchoices if value not in ("", None))
        elif isinstance(column, models.GenericIPAddressField):
            yield "192.0.2.7"
        elif isinstance(column, models.CharField | models.TextField):
            yield from self._text(column, number)
        elif isinstance(column, models.JSONField):
            yield {"text": self.mark}
        elif isinstance(column, models.UUIDField):
            yield uuid.uuid4()
        elif column.null or column.has_default() or column.db_default is not models.NOT_PROVIDED:
            return
        elif isinstance(column, ArrayField):
            yield []
        elif isinstance(column, models.DateTimeField):
            yield NOW - timedelta(hours=number)
        elif isinstance(column, models.DateField):
            yield TODAY - timedelta(days=number)
        elif isinstance(column, models.BooleanField):
            yield False
        else:
            yield 1 + number

    def _text(self, column: Any, number: int) -> Iterator[str]:
        if column.max_length is not None and column.max_length < SHORT:
            return
        word = self.mark if number == 0 else f"{number}-{self.mark}"
        if column.name.endswith("_key") or column.name == "key":
            word = word.lower()
        if isinstance(column, models.EmailField):
            word = f"{''.join(c for c in word if c.isalnum())}@mark.example"
        yield word[: column.max_length]

    def default_card(self) -> Any:
        """The card that scores every account, under the shelf's own name and without its first version."""
        from health.models import Scorecard, ScorecardVersion

        card = Scorecard.objects.get(is_default=True)
        ScorecardVersion.objects.filter(scorecard=card).update(status="retired", number=99)
        card.name = self.mark[:80]
        card.save()
        return card

    def member(self, number: int) -> Any:
        """One more Finance person, whose name carries the mark."""
        from workspaces.choices import Role

        email = f"extra{number}@{self.company.workspace.slug}.example"
        return add_member(self.company, Role.FINANCE, email, name=self.mark[:120])
