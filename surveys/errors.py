"""Refusals of this app."""

from core.errors import Conflict, DomainError


class LinkExpired(DomainError):
    """The time to answer is over."""

    code = "survey_expired"


class AnswerStands(Conflict):
    """The answer was given, and the time to change it is over."""

    code = "answer_stands"
