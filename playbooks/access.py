"""The only doors to CTAs, tasks, runs, playbooks and rules: what hangs on a hidden account does not exist (404), what may
be seen but not worked on is refused (403). Bounds: domain.md, Roles and rights."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.access import MAX_ID, may, seen_by
from accounts.models import Account
from accounts.models.bin import outside_bin
from core.errors import Forbidden, NotFound
from playbooks.choices import VersionStatus
from playbooks.models import Cta, Playbook, PlaybookStep, PlaybookVersion, Rule, Run, Task
from playbooks.selectors.owners import team_ids_of
from workspaces.access import allowed, require
from workspaces.choices import Right
from workspaces.models import Member

Row = TypeVar("Row", bound=Model)


def visible_ctas(member: Member) -> QuerySet[Cta]:
    """The CTAs of accounts that the member may see, closed ones too."""
    return seen_by(member, outside_bin(Cta.objects.all()))


def visible_tasks(member: Member) -> QuerySet[Task]:
    """The tasks of accounts that the member may see, ended ones too."""
    return seen_by(member, outside_bin(Task.objects.all()))


def visible_runs(member: Member) -> QuerySet[Run]:
    """The runs on accounts that the member may see."""
    return seen_by(member, outside_bin(Run.objects.all()))


def cta_or_404(member: Member, cta_id: int, *, changing: bool = False) -> Cta:
    """A CTA that the member may see; with `changing`, and may work on."""
    related = ("account", "owner__user", "team", "rule", "opened_by__user", "closed_by__user")
    found = _one(visible_ctas(member).select_related(*related), cta_id)
    if changing:
        require_work(member, found)
    return found


def task_or_404(member: Member, task_id: int, *, changing: bool = False) -> Task:
    """A task that the member may see; with `changing`, and may work on."""
    related = ("account", "owner__user", "team", "run__playbook", "cta", "done_by__user", "created_by__user")
    found = _one(visible_tasks(member).select_related(*related), task_id)
    if changing:
        require_work(member, found)
    return found


def run_or_404(member: Member, run_id: int, *, changing: bool = False) -> Run:
    """A run that the member may see; with `changing`, for who may start playbooks on its account."""
    related = ("account", "playbook", "version", "cta", "started_by__user", "ended_by__user")
    found = _one(visible_runs(member).select_related(*related), run_id)
    if changing and not may_start(member, found.account):
        _refuse(found.account)
    return found


def may_work(member: Member, thing: Cta | Task) -> bool:
    """Whether the member may work on a CTA or a task: whose it is, alone or as one of the team, and who may log
    activities on its account."""
    if thing.owner_id == member.pk or may(member, thing.account, Right.LOG_ACTIVITIES):
        return True
    return thing.team_id is not None and thing.team_id in team_ids_of(member)


def require_work(member: Member, thing: Cta | Task) -> None:
    """Raise Forbidden unless the member may work on it."""
    if not may_work(member, thing):
        _refuse(thing.account)


def may_start(member: Member, account: Account) -> bool:
    """Whether the member may start and stop playbooks on the account."""
    return allowed(member, Right.USE_SCORECARDS) and may(member, account, Right.LOG_ACTIVITIES)


def playbook_or_404(member: Member, playbook_id: int, *, changing: bool = False) -> Playbook:
    """A playbook, for who may use, or edit, playbooks and rules."""
    require(member, Right.EDIT_SCORECARDS if changing else Right.USE_SCORECARDS)
    return _one(Playbook.objects.all(), playbook_id)


def draft_or_404(member: Member, playbook_id: int) -> PlaybookVersion:
    """The draft of a playbook, for who may edit playbooks; NotFound where none is open."""
    require(member, Right.EDIT_SCORECARDS)
    drafts = PlaybookVersion.objects.select_related("playbook", "created_by__user")
    known = 0 < playbook_id <= MAX_ID
    draft = drafts.filter(playbook_id=playbook_id, status=VersionStatus.DRAFT).first() if known else None
    if draft is None:
        raise NotFound(_("Not found."))
    return draft


def step_or_404(member: Member, playbook_id: int, step_id: int) -> PlaybookStep:
    """A step of the draft of a playbook."""
    draft = draft_or_404(member, playbook_id)
    return _one(PlaybookStep.objects.select_related("version__playbook").filter(version=draft), step_id)


def rule_or_404(member: Member, rule_id: int, *, changing: bool = False) -> Rule:
    """A rule, for who may use, or edit, playbooks and rules."""
    require(member, Right.EDIT_SCORECARDS if changing else Right.USE_SCORECARDS)
    return _one(Rule.objects.select_related("playbook", "activated_by__user"), rule_id)


def _one(rows: QuerySet[Any], row_id: int) -> Any:
    found = rows.filter(pk=row_id).first() if 0 < row_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def _refuse(account: Account) -> None:
    raise Forbidden(
        _("You may look at %(name)s, but not work on it. An owner of the account or an admin can.")
        % {"name": account.name}
    )
