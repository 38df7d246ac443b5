"""The words of this app that are stored, with what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADMIN = "admin", _("Admin")
    CSM_LEAD = "csm_lead", _("CSM Lead")
    CSM = "csm", _("CSM")
    AM = "am", _("Account Manager")
    DM = "dm", _("Delivery Manager")
    RM = "rm", _("Renewal Manager")
    SUPPORT = "support", _("Support")
    FINANCE = "finance", _("Finance")
    MARKETING = "marketing", _("Marketing")
    EXECUTIVE = "executive", _("Executive")
    OBSERVER = "observer", _("Observer")


class Visibility(TextChoices):
    ALL = "all", _("All accounts")
    OWN_TEAMS = "own_teams", _("Own teams' accounts")
    OWN_BOOK = "own_book", _("Own book only")


class OutboxStatus(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Refused by the mail server")
    PARKED = "parked", _("Parked after repeated failures")


class SecurityActKind(TextChoices):
    WORKSPACE_CREATED = "workspace_created", _("Workspace created")
    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    LOCKED_OUT = "locked_out", _("Locked out after failed sign-ins")
    SIGNED_OUT = "signed_out", _("Signed out")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    SECOND_FACTOR_ADDED = "second_factor_added", _("Second factor added")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("Second factor removed")
    SESSION_ENDED = "session_ended", _("Session ended from the list")
    INVITED = "invited", _("Invited")
    INVITATION_ACCEPTED = "invitation_accepted", _("Invitation accepted")
    INVITATION_REVOKED = "invitation_revoked", _("Invitation withdrawn")
    ROLE_CHANGED = "role_changed", _("Role changed")
    RIGHTS_CHANGED = "rights_changed", _("Rights changed")
    TEAM_CHANGED = "team_changed", _("Team changed")
    MEMBER_LEFT = "member_left", _("Member removed")
    MEMBER_RETURNED = "member_returned", _("Member brought back")
    SETTINGS_CHANGED = "settings_changed", _("Settings changed")
    IMPORTED = "imported", _("Data imported")
    EXPORTED = "exported", _("Data exported")
    SCORECARD_PUBLISHED = "scorecard_published", _("Scorecard published")
    PORTAL_INVITED = "portal_invited", _("Customer invited to the portal")
    PORTAL_SIGNED_IN = "portal_signed_in", _("Customer signed in to the portal")
    PORTAL_LOCKED = "portal_locked", _("Codes of a customer's address paused")
    PORTAL_SIGNED_OUT = "portal_signed_out", _("Customer signed out everywhere")
    PORTAL_CHANGED = "portal_changed", _("Customer's admin rights in the portal changed")
    PORTAL_CLOSED = "portal_closed", _("Customer's portal access closed")
    WORK_RETRIED = "work_retried", _("Failed work run again")
    WORK_DISCARDED = "work_discarded", _("Failed work discarded")
    REFUSED = "refused", _("Refused: no right to it")


class Right(TextChoices):
    """What a member may do; who may by default stands in rights.py."""

    SEE_ACCOUNTS = "see_accounts", _("See accounts")
    EDIT_ACCOUNTS = "edit_accounts", _("Edit accounts and contacts")
    LOG_ACTIVITIES = "log_activities", _("Log activities")
    EDIT_CONTRACTS = "edit_contracts", _("Edit contracts")
    EDIT_RENEWALS = "edit_renewals", _("Work on renewals and opportunities")
    EDIT_INVOICES = "edit_invoices", _("Edit invoices")
    SEE_MONEY = "see_money", _("See money")
    RECORD_READINGS = "record_readings", _("Record readings by hand")
    USE_SCORECARDS = "use_scorecards", _("Use scorecards, playbooks and rules")
    EDIT_SCORECARDS = "edit_scorecards", _("Edit scorecards, playbooks and rules")
    USE_SURVEYS = "use_surveys", _("Use surveys")
    EDIT_SURVEYS = "edit_surveys", _("Edit surveys")
    READ_INQUIRIES = "read_inquiries", _("Read inquiries and chat")
    ANSWER_INQUIRIES = "answer_inquiries", _("Answer inquiries and chat")
    IMPORT_DATA = "import_data", _("Import data")
    IMPORT_INVOICES = "import_invoices", _("Import invoices")
    EXPORT_DATA = "export_data", _("Export data")
    SEE_REPORTS = "see_reports", _("See reports")
    ASSIGN_REPORTS = "assign_reports", _("Say who may see which report")
    MANAGE_MEMBERS = "manage_members", _("Manage members")
    MANAGE_SETTINGS = "manage_settings", _("Change settings")
    SEE_SECURITY_LOG = "see_security_log", _("See the security log")
    ERASE_DATA = "erase_data", _("Erase data")


class Scope(TextChoices):
    """How far a right reaches. A right on accounts never reaches beyond the accounts the member sees."""

    NONE = "none", _("No")
    ASSIGNED = "assigned", _("As assigned")
    OWN = "own", _("Own and shared accounts")
    TEAM = "team", _("Accounts of the own teams")
    ALL = "all", _("All")
