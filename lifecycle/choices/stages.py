"""Stages: what a criterion is asked of, and where a move comes from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CriterionKind(TextChoices):
    ENTRY = "entry", _("Entry criterion")
    EXIT = "exit", _("Exit criterion")


class MoveOrigin(TextChoices):
    PERSON = "person", _("Moved by a person")
    START = "start", _("First stage")
    IMPORT = "import", _("Came with an import")
    RETURN = "return", _("Came back")
    UNDO = "undo", _("Undone")
