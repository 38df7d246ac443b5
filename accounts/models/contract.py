"""A subscription term with its lines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import BillingFrequency, LineKind
from accounts.models.account import EXTERNAL_ID, Account
from accounts.models.bin import OutsideBinWithAccount
from accounts.models.product import Product
from accounts.rules import BILLING_MONTHS
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceManager, WorkspaceModel
from workspaces.models import Imported, Member

RENEWABLE = models.Q(cancelled_on=None, declared_churned=False, deleted_at=None)


class Contract(Imported):
    """`ends_on` is the last day; none means open-ended, whose current term accounts.rules counts from the
    start in `term_months`. `seats`, `mrr_amount` and `arr_amount` are the sums of the recurring lines.

    `settled_ends_on` is the end of a term whose renewal was decided, on `settled_on`: that end waits for nobody. An end
    that was moved since is another end. `renews` is the contract that this one carries on."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="contracts")
    external_id = models.CharField(_("number"), max_length=EXTERNAL_ID, null=True, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True, default="")
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"), null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(_("term, months"), null=True, blank=True)
    billing_frequency = models.CharField(
        _("billing"), max_length=12, choices=BillingFrequency.choices, default=BillingFrequency.ANNUAL
    )
    notice_days = models.PositiveSmallIntegerField(_("notice, days"), null=True, blank=True)
    auto_renew = models.BooleanField(_("renews itself"), default=False)
    is_trial = models.BooleanField(_("trial"), default=False)
    currency = models.CharField(_("currency"), max_length=3)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    declared_churned = models.BooleanField(default=False)  # what the source file claimed
    seats = models.IntegerField(default=0, editable=False)
    mrr_amount = models.BigIntegerField(default=0, editable=False)  # minor units
    arr_amount = models.BigIntegerField(default=0, editable=False)
    settled_ends_on = models.DateField(null=True, blank=True, editable=False)
    settled_on = models.DateField(null=True, blank=True, editable=False)
    renews = WorkspaceForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False)
    # length of an open-ended contract's terms (accounts.rules.term_length_months); none with an end date
    length_months = models.GeneratedField(
        expression=models.Case(
            models.When(ends_on__isnull=False, then=None),
            models.When(term_months__isnull=False, then=models.F("term_months")),
            *[
                models.When(billing_frequency=frequency.value, then=models.Value(months))
                for frequency, months in BILLING_MONTHS.items()
            ],
            default=None,
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(null=True),
        db_persist=True,
    )

    objects = OutsideBinWithAccount()  # type: ignore[misc]
    with_bin = WorkspaceManager()

    class Meta(Imported.Meta):
        base_manager_name = "with_bin"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="contract_external_id_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(term_months=None) | models.Q(term_months__range=(1, 240)),
                name="contract_term_is_sane",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "account", "starts_on"], name="contract_of_account"),
            models.Index(fields=["workspace", "ends_on", "id"], name="contract_by_end"),
            models.Index(fields=["workspace", "starts_on", "id"], name="contract_by_start"),
            # for the sweep of renewals: the contracts that may have milestones, by their term's end
            models.Index(
                fields=["workspace", "length_months", "starts_on"],
                include=["id", "account"],
                condition=RENEWABLE,
                name="contract_renewable_open",
            ),
            models.Index(
                fields=["workspace", "ends_on"],
                include=["id", "account", "starts_on"],
                condition=RENEWABLE,
                name="contract_renewable_fixed",
            ),
            models.Index(
                fields=["workspace", "deleted_at", "id"],
                name="contract_in_bin",
                condition=models.Q(deleted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.external_id or self.name


class ContractLine(WorkspaceModel):
    """One product line of a contract. One-off amounts stand in `one_off_amount`, never in ARR."""

    contract = WorkspaceForeignKey(Contract, on_delete=models.CASCADE, related_name="lines")
    product = WorkspaceForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("kind"), max_length=16, choices=LineKind.choices, default=LineKind.RECURRING)
    label = models.CharField(_("description"), max_length=160, blank=True, default="")
    seats = models.IntegerField(_("seats"), default=0)
    mrr_amount = models.BigIntegerField(default=0)  # minor units of the contract's currency
    arr_amount = models.BigIntegerField(default=0)
    one_off_amount = models.BigIntegerField(default=0)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "contract", "position"], name="contract_line_position_once"
            )
        ]
