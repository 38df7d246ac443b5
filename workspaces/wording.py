"""What each right means, and what its scopes are called, in words for the people who hand rights out."""

from django.utils.translation import gettext_lazy as _

from workspaces.bounds import REACHING
from workspaces.choices import Right, Scope

GROUPS = (
    (_("What they see"), (Right.SEE_ACCOUNTS, Right.SEE_MONEY, Right.SEE_REPORTS, Right.ASSIGN_REPORTS)),
    (
        _("Accounts and contracts"),
        (
            Right.EDIT_ACCOUNTS,
            Right.LOG_ACTIVITIES,
            Right.EDIT_CONTRACTS,
            Right.EDIT_RENEWALS,
            Right.EDIT_INVOICES,
        ),
    ),
    (
        _("Health, playbooks and surveys"),
        (
            Right.RECORD_READINGS,
            Right.USE_SCORECARDS,
            Right.EDIT_SCORECARDS,
            Right.USE_SURVEYS,
            Right.EDIT_SURVEYS,
        ),
    ),
    (_("Inquiries"), (Right.READ_INQUIRIES, Right.ANSWER_INQUIRIES)),
    (_("Data in and out"), (Right.IMPORT_DATA, Right.IMPORT_INVOICES, Right.EXPORT_DATA)),
    (
        _("The workspace"),
        (Right.MANAGE_MEMBERS, Right.MANAGE_SETTINGS, Right.SEE_SECURITY_LOG, Right.ERASE_DATA),
    ),
)

MEANINGS = {
    Right.SEE_ACCOUNTS: _("Other accounts do not exist for them: no list, search, count or link shows one."),
    Right.SEE_MONEY: _(
        "Without it amounts are left out everywhere: pages, filters, sorting, files, mails, PDFs."
    ),
    Right.SEE_REPORTS: _("Reports beyond the portfolio and the reviews of single accounts."),
    Right.ASSIGN_REPORTS: _("Decide who else may open which report."),
    Right.EDIT_ACCOUNTS: _("Names, segments, owners, contacts and the reviews of an account."),
    Right.LOG_ACTIVITIES: _("Write notes, calls, meetings and e-mails into the timeline."),
    Right.EDIT_CONTRACTS: _("Add, change and cancel contracts and their lines."),
    Right.EDIT_RENEWALS: _("Record churn and returns, work on renewals and opportunities."),
    Right.EDIT_INVOICES: _("Enter and change invoices and payments."),
    Right.RECORD_READINGS: _("Rate the metrics that their role answers for."),
    Right.USE_SCORECARDS: _("Look at how health is scored, start playbooks."),
    Right.EDIT_SCORECARDS: _("Change metrics, weights, limits, playbooks and rules, for every account."),
    Right.USE_SURVEYS: _("Send surveys that are ready."),
    Right.EDIT_SURVEYS: _("Write surveys and change when they go out."),
    Right.READ_INQUIRIES: _("Read what customers ask and what was answered."),
    Right.ANSWER_INQUIRIES: _("Answer customers in their name and the company's."),
    Right.IMPORT_DATA: _("Write whole files over the accounts of everybody."),
    Right.IMPORT_INVOICES: _("Take invoices and payments in from a file."),
    Right.EXPORT_DATA: _("Take lists away as CSV or Excel files, as far as they see them."),
    Right.MANAGE_MEMBERS: _("Invite, remove, give roles and rights, set up teams."),
    Right.MANAGE_SETTINGS: _("Change what is set for the whole workspace."),
    Right.SEE_SECURITY_LOG: _("Read who did what that touches access."),
    Right.ERASE_DATA: _("Erase people and accounts for good."),
}

_SEEING = {Scope.OWN: _("Own book"), Scope.TEAM: _("Own teams"), Scope.ALL: _("All accounts")}
_REACH = {
    Scope.NONE: _("No"),
    Scope.OWN: _("Accounts they own or share"),
    Scope.TEAM: _("Accounts of their teams"),
    Scope.ALL: _("All accounts they see"),
}
_PLAIN = {Scope.NONE: _("No"), Scope.ALL: _("Yes")}
_REPORTS = {Scope.NONE: _("No"), Scope.ASSIGNED: _("As assigned"), Scope.ALL: _("All reports")}


def scope_words(right: Right, scope: Scope) -> str:
    """How far the right reaches, as a choice of a form says it."""
    if right == Right.SEE_ACCOUNTS:
        words = _SEEING
    elif right == Right.SEE_REPORTS:
        words = _REPORTS
    else:
        words = _REACH if right in REACHING else _PLAIN
    return str(words.get(scope, scope.label))
