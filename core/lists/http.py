"""A list as an answer: the page, or the list alone for htmx; addresses that a form wrote get their short form."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from core.htmx import wants_fragment
from core.lists.context import ListContext
from core.lists.shown import ShownList
from core.lists.spec import ListSpec

LIST = "lists/_list.html"


def answer_list(
    request: HttpRequest,
    spec: ListSpec,
    queryset: QuerySet,
    context: ListContext,
    template: str,
    extra: Mapping[str, Any] | None = None,
    passed: frozenset[str] = frozenset(),
) -> HttpResponse:
    """Read the state, then the page; `template` includes `lists/_list.html`, which finds `list` in context.

    `passed` names query parameters that belong to the page round the list. An empty list shows `empty` of
    the extra context: title, text, button, url.
    """
    state = spec.state(request.GET, context, passed)
    # A notice would be lost on the way, so what was refused is shown at once, under the long address.
    if state.typed and not state.notices and not wants_fragment(request):
        return HttpResponseRedirect(request.path + state.to_query())
    shown = ShownList(spec, spec.read(queryset, state, context), request.path)
    values = {**(extra or {}), "list": shown}
    if not wants_fragment(request):
        return render(request, template, values)
    response = render(request, LIST, values)
    response["HX-Push-Url"] = request.path + state.to_query()
    return response
