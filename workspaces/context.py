"""What the shell of every staff page shows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.htmx import wants_fragment
from core.links import href
from core.shell import Choice, Shell, build_nav
from core.text import initials
from workspaces.access import allowed_somewhere, visibility
from workspaces.choices import Right, Visibility
from workspaces.http import StaffRequest
from workspaces.ports import SHELL_PARTS

MINE, TEAM, ALL = "mine", "team", "all"


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell` inside a workspace; outside only the theme of whoever is signed in."""
    if hasattr(request, "member"):
        return {"shell": _shell(request)}  # type: ignore[arg-type]
    user = getattr(request, "user", None)
    theme = user.theme if user is not None and user.is_authenticated else "system"
    return {"shell": {"theme": theme}}


def _shell(request: StaffRequest) -> Shell:
    workspace, member, user = request.workspace, request.member, request.member.user
    settings_right = Right.MANAGE_MEMBERS
    parts: dict[str, Any] = {}
    # a fragment draws no frame, so nobody is asked what waits
    for part in () if wants_fragment(request) else SHELL_PARTS:
        parts.update(part.fill(request))
    return Shell(
        workspace_name=workspace.name,
        home_url=href("workspaces:home"),
        nav=build_nav(request, workspace.slug, lambda right: allowed_somewhere(member, right)),
        workspaces=(
            Choice(workspace.name, href("workspaces:home"), current=True),
            Choice(_("Other workspaces"), reverse("workspaces")),
        ),
        member_name=str(user),
        member_initials=initials(str(user)),
        member_email=user.email,
        book=book_of(request),
        book_choices=_book_choices(request),
        settings_url=href("workspaces:settings") if allowed_somewhere(member, settings_right) else "",
        profile_url=href("workspaces:profile"),
        sign_out_url=reverse("account_logout"),
        theme=user.theme,
        theme_url=reverse("theme"),
        **parts,
    )


def book_of(request: StaffRequest) -> str:
    """Whose accounts lists show: `mine`, `team` or `all`, as far as the member sees beyond the own book."""
    open_to = [key for key, _label in _books(request)]
    if request.member.book in open_to:
        return request.member.book
    return open_to[-1] if request.member.book == ALL else MINE


def _books(request: StaffRequest) -> list[tuple[str, str]]:
    member, seen = request.member, visibility(request.member)
    books = [(MINE, _("My book"))]
    if seen != Visibility.OWN_BOOK and member.__dict__.get("has_team"):
        books.append((TEAM, _("My team")))
    if seen == Visibility.ALL:
        books.append((ALL, _("All")))
    return books


def _book_choices(request: StaffRequest) -> tuple[Choice, ...]:
    books = _books(request)
    if len(books) == 1:
        return ()
    chosen = book_of(request)
    query = request.GET.copy()
    query.pop("after", None)
    choices = []
    for key, label in books:
        query["book"] = key
        choices.append(Choice(label, f"?{query.urlencode()}", current=key == chosen, key=key))
    return tuple(choices)
