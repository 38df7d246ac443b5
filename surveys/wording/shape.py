"""What has to be said in each language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Names in braces are filled in by surveys.rules.texts; pairs are of NPS and of CSAT. `scores` are the five words
    of CSAT, from 1 up; `reason` asks why, by the group of the score."""

    subject_nps: str
    subject_csat: str
    intro_nps: str
    intro_csat: str
    question_nps: str
    question_csat: str
    least: str
    most: str
    scores: tuple[str, str, str, str, str]
    choose: str
    opens: str
    comment: str
    comment_hint: str
    send: str
    replaces: str
    thanks: str
    thanks_text: str
    you_answered: str
    change: str
    change_until: str
    no_score: str
    too_long: str
    expired: str
    expired_text: str
    standing: str
    standing_text: str
    unknown: str
    unknown_text: str
    until: str
    why_you: str
    stop: str
    stop_title: str
    stop_text: str
    stop_deed: str
    stopped: str
    stopped_text: str
    reminder: str
    try_out: str
