"""What is asked, whom, when and in which words; and what holds for all surveys of a workspace."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from surveys.choices import Cadence, Kind, Language, State
from workspaces.models import Member

NAME, SUBJECT, INTRO, QUESTION, AUDIENCE = 120, 200, 1000, 300, 2000
OPEN_DAYS, CHANGE_DAYS, REMINDER_DAYS = 30, 7, 7
QUIET_DAYS, LOOP_DAYS = 30, 14


class Campaign(WorkspaceModel):
    """A survey and its cadence. The audience is what `segments` (none: all) and `audience`, the query of the list of
    contacts, let through when a wave starts. `subject`, `intro` and `question` are in `language`, empty ones are ours;
    with `follows_contact` who speaks another language is asked in our words of that. Without a `sender` the account's
    CSM signs. Days: `open_days` to answer, `change_days` to change one's mind, `reminder_days` until the one reminder
    (0: none). The standing one takes ratings of inquiries that nobody was asked for."""

    name = models.CharField(_("name"), max_length=NAME)
    kind = models.CharField(_("question"), max_length=4, choices=Kind.choices, default=Kind.NPS)
    cadence = models.CharField(
        _("cadence"), max_length=13, choices=Cadence.choices, default=Cadence.QUARTERLY
    )
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.DRAFT)
    is_standing = models.BooleanField(default=False)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH
    )
    follows_contact = models.BooleanField(default=True)
    sender = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=SUBJECT, blank=True, default="")
    intro = models.CharField(_("words"), max_length=INTRO, blank=True, default="")
    question = models.CharField(_("question"), max_length=QUESTION, blank=True, default="")
    segments = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    audience = models.CharField(max_length=AUDIENCE, blank=True, default="")
    starts_on = models.DateField(_("first day"))
    open_days = models.PositiveSmallIntegerField(default=OPEN_DAYS)
    change_days = models.PositiveSmallIntegerField(default=CHANGE_DAYS)
    reminder_days = models.PositiveSmallIntegerField(default=REMINDER_DAYS)
    created_by = WorkspaceForeignKey(
        Member, on_delete=models.SET_NULL, null=True, related_name="surveys_made"
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"], name="survey_standing_once", condition=models.Q(is_standing=True)
            ),
            models.CheckConstraint(
                condition=models.Q(open_days__range=(1, 365)) & models.Q(change_days__lte=365),
                name="survey_days_are_a_year_at_most",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "state", "id"], name="survey_by_state")]

    def __str__(self) -> str:
        return self.name


class SurveySetting(WorkspaceModel):
    """Nobody is asked more often than every `quiet_days`; a loop is to be closed within `loop_days`."""

    quiet_days = models.PositiveSmallIntegerField(default=QUIET_DAYS)
    loop_days = models.PositiveSmallIntegerField(default=LOOP_DAYS)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace"], name="survey_setting_once")]
