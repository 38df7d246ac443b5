"""Which articles customers are to read first, and in which order."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import DomainError
from core.htmx import redirect
from core.links import href
from portal.access.articles import article_or_404, refuse_writing, visible_articles, writes_all
from portal.forms.articles import OrderForm
from portal.rules.order import moved
from portal.selectors.article_desk import placed_ids, to_order
from portal.services.articles import order_articles
from portal.shown.articles import audience_words
from workspaces.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: StaffRequest) -> HttpResponse:
    if not writes_all(request.member):
        refuse_writing()
    if request.method == "POST":
        return _move(request)
    rows = to_order(visible_articles(request.member))
    context = {
        "first": [(one, audience_words(one)) for one in rows if one.place is not None],
        "rest": [(one, audience_words(one)) for one in rows if one.place is None],
    }
    return render(request, "desk/article_order.html", context)


def _move(request: StaffRequest) -> HttpResponse:
    form = OrderForm(request.POST)
    if form.is_valid():
        article = article_or_404(request.member, form.cleaned_data["article"])
        wanted = moved(placed_ids(), article.pk, form.cleaned_data["way"])
        try:
            order_articles(wanted, by=request.member, now=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
    else:
        messages.error(request, _("Choose one of the list."))
    return redirect(request, href("desk:article_order"))
