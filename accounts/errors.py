"""Refusals of this app."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import Conflict


@dataclass(frozen=True)
class Difference:
    """A field that somebody changed meanwhile: what it holds now, and what the second editor wrote."""

    field: str
    label: str
    theirs: str
    yours: str

    @property
    def input_name(self) -> str:
        """The field of the form; the parent is written there by its name."""
        return "parent" if self.field == "parent_id" else self.field


class ChangedMeanwhile(Conflict):
    """Somebody saved between this editor's opening and saving; nothing was written."""

    code = "changed_meanwhile"

    def __init__(self, version: int, differences: Sequence[Difference]) -> None:
        super().__init__(
            _(
                "Somebody saved this meanwhile. Nothing of yours was written; look at the differences and save again."
            )
        )
        self.version = version
        self.differences = tuple(differences)


class ParentLoop(Conflict):
    """An account cannot stand below itself."""

    code = "parent_loop"
