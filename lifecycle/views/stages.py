"""The stage board, moves and their undoing, criteria ticked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_for, book_of
from accounts.choices import Stage
from accounts.lists import ACCOUNT_LIST, list_context
from accounts.lists.cells import account_href
from accounts.models import Account
from core.errors import NotFound
from core.htmx import redirect
from core.links import href
from core.shell import Choice
from lifecycle.access import move_for
from lifecycle.forms.stages import MoveForm
from lifecycle.models import Criterion, StageMove
from lifecycle.selectors.board import CARDS, stage_board
from lifecycle.selectors.stages import criteria_of_move, place_of, sub_stages, ticked_ids
from lifecycle.services.stages import Goal, move_account, set_tick, undo_move
from lifecycle.shown_stages import lanes_of, stage_words
from lifecycle.views.deeds import Deed, answer_deed, today_of
from workspaces.access import allowed_somewhere
from workspaces.choices import Right
from workspaces.http import StaffRequest

BOARD = "board"


@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """The accounts of the book by stage; the filters of the list of accounts hold here too."""
    context = list_context(request.workspace, request.member)
    rows = book_of(request.member)
    state = ACCOUNT_LIST.state(request.GET, context)
    if state.conditions:
        rows = ACCOUNT_LIST.filtered(rows, state, context)
    found = stage_board(rows, context)
    may_move = allowed_somewhere(request.member, Right.EDIT_ACCOUNTS)
    lanes = lanes_of(found, context, may_move=may_move, book=request.member.book)
    values = {
        "lanes": lanes,
        "most": CARDS,
        "anything": any(lane.cards for lane in lanes),
        "is_filtered": bool(state.conditions),
        "conditions": [_chip(condition, context) for condition in state.conditions],
        "shapes": _shapes(request.GET),
    }
    return render(request, "lifecycle/board.html", values)


def _chip(condition: Any, context: Any) -> str:
    chosen = ACCOUNT_LIST.filters_for(context)[condition.key]
    return f"{chosen.label}: {chosen.words(condition, context)}"


def _shapes(query: QueryDict) -> list[Choice]:
    """Table and board over the same filter."""
    asked = f"?{query.urlencode()}" if query else ""
    return [
        Choice(_("Table"), href("accounts:list") + asked, icon="table"),
        Choice(_("Board"), href("lifecycle:board") + asked, current=True, icon="layout-kanban"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, account_id: int) -> HttpResponse:
    """Moves an account to the stage of `?to=`, else to the next one; back to where `?from=` says."""
    account = account_for(request.member, account_id, Right.EDIT_ACCOUNTS)
    now, today = today_of(request)
    goal = _goal(request, account)
    place = place_of(account)
    stands = place.stage if place else account.stage
    steps = [one for one in sub_stages() if one.stage == goal]
    form = MoveForm(
        request.POST or None,
        steps=steps,
        asked=criteria_of_move(stands, goal),
        ticked=ticked_ids(account.pk),
        initial={"version": place.version if place else None},
    )
    moved: list[StageMove | None] = []

    def save() -> None:
        version = form.cleaned_data["version"] if place else None
        moved.append(
            move_account(
                account, Goal(goal, form.step_id), version=version, by=request.member, now=now, today=today,
                reason=form.cleaned_data["reason"], ticked=form.ticked,
            )
        )  # fmt: skip

    label = str(Stage(goal).label)
    deed = Deed(
        title=_("Move %(name)s to %(stage)s") % {"name": account.name, "stage": label},
        lead=_("It stands in %(stage)s.")
        % {"stage": stage_words(stands, place.sub_stage.name if place and place.sub_stage else "")},
        deed=_("Move to %(stage)s") % {"stage": label},
        back_url=_back_url(request, account.pk),
        said=lambda: _("%(name)s is in %(stage)s") % {"name": account.name, "stage": label},
        trail=((str(_("Stages")), href("lifecycle:board")), (account.name, account_href(account.pk))),
        undo=lambda: _undo_url(account, moved, request.GET.get("from", "")),
    )
    return answer_deed(request, form, deed, save)


def _goal(request: StaffRequest, account: Account) -> str:
    asked = request.GET.get("to", "")
    if asked in Stage.values:
        return asked
    order = list(Stage.values)
    place = order.index(account.stage) if account.stage in order else 0
    return order[(place + 1) % len(order)]


def _back_url(request: StaffRequest, account_id: int) -> str:
    return href("lifecycle:board") if request.GET.get("from") == BOARD else account_href(account_id)


def _undo_url(account: Account, moved: list[StageMove | None], back: str) -> str:
    move = moved[0] if moved else None
    if move is None:
        return ""
    url = href("lifecycle:stage_move_undoing", account_id=account.pk, move_id=move.pk)
    return f"{url}?from={BOARD}" if back == BOARD else url


@require_POST
def undoing(request: StaffRequest, account_id: int, move_id: int) -> HttpResponse:
    found = move_for(request.member, account_id, move_id)
    now, today = today_of(request)
    undo_move(found.pk, by=request.member, now=now, today=today)
    messages.success(request, _("Move undone"))
    return redirect(request, _back_url(request, account_id))


@require_POST
def tick(request: StaffRequest, account_id: int, criterion_id: int) -> HttpResponse:
    """Says that a criterion holds, or with `holds` empty that it does not."""
    account = account_for(request.member, account_id, Right.EDIT_ACCOUNTS)
    criterion = Criterion.objects.filter(pk=criterion_id).first() if criterion_id < 2**63 else None
    if criterion is None:
        raise NotFound(_("Not found."))
    now, _today = today_of(request)
    set_tick(account, criterion, holds=bool(request.POST.get("holds")), by=request.member, now=now)
    return redirect(request, href("accounts:detail", account_id=account.pk))
