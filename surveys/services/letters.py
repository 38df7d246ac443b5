"""The mail of a survey: finished words for templates/emails/survey.*, in the language of who is asked."""

from datetime import timedelta

from django.utils import translation

from core.text import NBSP
from surveys.links import Stop, answer_url, stop_url, token_of
from surveys.models import Recipient
from surveys.selectors.asked import Asked, asked_of, day_words
from workspaces.models import Workspace
from workspaces.services import Letter, render_letter


def survey_letter(
    recipient: Recipient, workspace: Workspace, *, is_reminder: bool = False
) -> tuple[str, Letter, str]:
    """Subject, both bodies, and the address that ends such mails."""
    token = token_of(workspace.pk, recipient.nonce)
    asked = asked_of(recipient, recipient.campaign, workspace, token)
    stop = stop_url(Stop(workspace.pk, recipient.contact_id))
    last = day_words(recipient.expires_at - timedelta(seconds=1), workspace, recipient.language)
    until = asked.say(asked.wording.until, day=last.replace(" ", NBSP))
    return (*letter_of(asked, url=answer_url(token), stop=stop, until=until, is_reminder=is_reminder), stop)


def letter_of(
    asked: Asked, *, url: str, stop: str, until: str, is_reminder: bool = False
) -> tuple[str, Letter]:
    """The mail around what is asked; every number leads to the page, where it is but chosen."""
    wording = asked.wording
    subject = asked.say(wording.reminder, subject=asked.subject) if is_reminder else asked.subject
    context = {
        "asked": asked,
        "subject": subject,
        "workspace_name": asked.values["workspace"],
        "url": url,
        "stop_url": stop,
        "until": until,
        "why": asked.say(wording.why_you),
        "sender": asked.values["sender"],
    }
    with translation.override(asked.language):
        return subject, render_letter("survey", context)
