"""A wave of a campaign, fixed when it starts: who is asked, and of how many stakeholders."""

from django.db import models

from accounts.models import Account, Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from surveys.choices import Language
from surveys.models.campaign import Campaign
from workspaces.models import Member


class Wave(WorkspaceModel):
    """One asking of a campaign: `key` is its quarter, or `once`. `left_out` counts by reason whom it passed over."""

    campaign = WorkspaceForeignKey(Campaign, on_delete=models.CASCADE, related_name="waves")
    key = models.CharField(max_length=8)
    starts_on = models.DateField()
    started_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    left_out = models.JSONField(default=dict, blank=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "campaign", "key"], name="survey_wave_once")
        ]
        indexes = [models.Index(fields=["workspace", "-starts_on", "-id"], name="survey_wave_newest")]

    def __str__(self) -> str:
        return self.key


class Listing(WorkspaceModel):
    """The stakeholder list of an account as a wave met it: the whole of which a share must answer."""

    wave = WorkspaceForeignKey(Wave, on_delete=models.CASCADE, related_name="listings")
    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE)
    segment = models.CharField(max_length=12, blank=True, default="")
    csm = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    listed = models.PositiveIntegerField()
    listed_c_level = models.PositiveIntegerField()

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "wave", "account"], name="survey_listing_once")
        ]


class Recipient(WorkspaceModel):
    """Who is asked, with what the contact was then. The link's token is told to nobody but this person: here stands the
    nonce that our key makes it of, and its hash, by which it is found. `source_key` names the inquiry that it is about;
    one that was never invited rated by itself."""

    campaign = WorkspaceForeignKey(Campaign, on_delete=models.CASCADE)
    wave = WorkspaceForeignKey(Wave, on_delete=models.CASCADE, related_name="recipients")
    contact = WorkspaceForeignKey(Contact, on_delete=models.CASCADE)
    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE)
    source_key = models.CharField(max_length=120, blank=True, default="")
    source_subject = models.CharField(max_length=200, blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    segment = models.CharField(max_length=12, blank=True, default="")
    csm = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    is_c_level = models.BooleanField(default=False)
    nonce = models.CharField(max_length=43)
    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "wave", "contact", "source_key"], name="survey_asked_once_in_a_wave"
            ),
            models.UniqueConstraint(
                fields=["workspace", "campaign", "source_key"],
                name="survey_asked_once_of_a_source",
                condition=~models.Q(source_key=""),
            ),
            models.UniqueConstraint(fields=["workspace", "token_hash"], name="survey_token_once"),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "campaign", "id"],
                name="survey_to_invite",
                condition=models.Q(invited_at=None, answered_at=None),
            ),
            models.Index(
                fields=["workspace", "campaign", "invited_at"],
                name="survey_to_remind",
                condition=models.Q(reminded_at=None, answered_at=None),
            ),
            models.Index(fields=["workspace", "contact", "invited_at"], name="survey_asked_lately"),
            models.Index(fields=["workspace", "source_key"], name="survey_by_source"),
        ]


class SurveyRest(WorkspaceModel):
    """A contact who asked not to be asked any more."""

    contact = WorkspaceForeignKey(Contact, on_delete=models.CASCADE)
    stopped_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "contact"], name="survey_stopped_once")]
