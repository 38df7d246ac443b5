"""What somebody answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from surveys.choices import Group, Kind, Language, Tone
from surveys.models.asking import Recipient, Wave
from surveys.models.campaign import Campaign
from workspaces.models import Member

COMMENT = 2000


class Answer(WorkspaceModel):
    """One to a recipient, with what the recipient was when asked. `answered_on` is the workspace's day; `changed_at`
    the moment of the last change of mind. `tone_score` is what the engine said of the comment, −1000 to 1000."""

    recipient = WorkspaceForeignKey(Recipient, on_delete=models.CASCADE)
    campaign = WorkspaceForeignKey(Campaign, on_delete=models.CASCADE)
    wave = WorkspaceForeignKey(Wave, on_delete=models.CASCADE)
    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="survey_answers")
    contact = WorkspaceForeignKey(Contact, on_delete=models.CASCADE)
    kind = models.CharField(_("question"), max_length=4, choices=Kind.choices)
    score = models.PositiveSmallIntegerField(_("score"))
    group = models.CharField(_("group"), max_length=9, choices=Group.choices, db_column="score_group")
    comment = models.CharField(_("comment"), max_length=COMMENT, blank=True, default="")
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    tone = models.CharField(_("tone"), max_length=8, choices=Tone.choices, default=Tone.UNKNOWN)
    tone_score = models.SmallIntegerField(null=True)
    segment = models.CharField(max_length=12, blank=True, default="")
    csm = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    is_c_level = models.BooleanField(default=False)
    answered_at = models.DateTimeField(_("answered"))
    answered_on = models.DateField()
    changed_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "recipient"], name="survey_answered_once"),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.NPS, score__range=(0, 10))
                | models.Q(kind=Kind.CSAT, score__range=(1, 5)),
                name="survey_score_on_its_scale",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-answered_at", "-id"], name="survey_answer_newest"),
            models.Index(fields=["workspace", "kind", "answered_on"], name="survey_answer_by_day"),
            models.Index(fields=["workspace", "account", "-answered_at"], name="survey_answer_of_account"),
        ]

    @property
    def origin_key(self) -> str:
        """What CTAs and readings that come of this answer are known by."""
        return f"survey-answer:{self.pk}"
