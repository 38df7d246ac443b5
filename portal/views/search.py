"""One search over what a customer has: articles, files, inquiries."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.http import CustomerRequest
from portal.selectors.files import named_like, shared_with
from portal.selectors.found_inquiries import inquiries_like
from portal.selectors.search import search as search_articles

MOST = 10


@require_safe
def search(request: CustomerRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:200]
    customer = request.customer
    asked = bool(text.strip())
    files = named_like(shared_with(customer.account.pk), text).order_by("-changed_at", "-pk")
    context = {
        "text": text,
        "asked": asked,
        "answer": search_articles(customer, text) if asked else None,
        "files": list(files[:MOST]) if asked else [],
        "inquiries": inquiries_like(customer.account.pk, text, MOST) if asked else [],
    }
    return render(request, "portal/search.html", context)
