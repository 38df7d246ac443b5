"""A mail to oneself, before anybody else gets it."""

from datetime import datetime

from surveys.selectors.asked import Asked
from surveys.services.letters import letter_of
from workspaces.models import Member
from workspaces.services import write_mail


def send_trial(asked: Asked, *, to: Member, url: str, key: str, now: datetime) -> bool:
    """Mail a member what an invented contact would be asked; every link leads to `url`, and nothing is kept."""
    subject, letter = letter_of(asked, url=url, stop=url, until=asked.wording.try_out)
    return write_mail(
        key=f"survey-trial:{key}",
        kind="survey_trial",
        to=to.user.email,
        to_name=str(to),
        subject=subject,
        text=letter.text,
        html=letter.html,
        now=now,
    )
