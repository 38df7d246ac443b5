"""Knowledge articles, the customer's side; public ones are read by anybody who has the address."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.errors import NotFound
from core.htmx import redirect
from core.links import absolute, href
from core.markdown import to_html
from portal.choices.articles import ArticleLanguage
from portal.http import StrangerRequest
from portal.models import Article
from portal.selectors.articles import (
    PAGE,
    Reader,
    article_by_slug,
    by_title,
    languages_of,
    newest,
    read_first,
    reader_of,
    related,
    vote_of,
)
from portal.selectors.search import search_articles
from portal.services.articles import vote_on_article
from portal.shown.paging import page_of

FEED = 50


@require_safe
def articles(request: StrangerRequest) -> HttpResponse:
    """What can be read: first what is to be read first, then all by title; with `q` what fits it."""
    reader = reader_of(request.customer)
    text = request.GET.get("q", "")[:200]
    chosen = request.GET.get("language", "")
    language = chosen if chosen in ArticleLanguage.values else ""
    page = page_of(request, by_title(reader, language), PAGE)
    context = {
        "text": text,
        "answer": search_articles(reader, text) if text.strip() else None,
        "first": [] if language or page.number > 1 else read_first(request.customer),
        "page": page,
        "languages": [(code, ArticleLanguage(code).label, code == language) for code in languages_of(reader)],
        "language": language,
    }
    return render(request, "portal/articles.html", context)


@require_safe
def article(request: StrangerRequest, article_slug: str) -> HttpResponse:
    reader = reader_of(request.customer)
    found = _readable(reader, article_slug)
    customer = request.customer
    context = {
        "article": found,
        "html": to_html(found.body),
        "related": related(found, reader),
        "vote": vote_of(found, customer.contact.pk) if customer else None,
        "may_vote": customer is not None,
    }
    return render(request, "portal/article.html", context)


@require_POST
def vote(request: StrangerRequest, article_slug: str) -> HttpResponse:
    """Whether it helped; the last word counts. Only customers say so."""
    found = _readable(reader_of(request.customer), article_slug)
    if request.customer is None:
        return redirect(request, href("portal:sign_in"))
    said = request.POST.get("helpful", "")
    if said in ("yes", "no"):
        vote_on_article(found, contact=request.customer.contact, is_helpful=said == "yes", now=clock.now())
        messages.success(request, _("Thank you, noted."))
    return redirect(request, href("portal:article", article_slug=found.slug))


@require_safe
def feed(request: StrangerRequest) -> HttpResponse:
    """The newest articles for feed readers: those that this reader may read, which for most is the public ones."""
    found = newest(reader_of(request.customer), FEED)
    context = {
        "entries": [(one, absolute(href("portal:article", article_slug=one.slug))) for one in found],
        "updated": max((one.changed_at for one in found), default=request.workspace.created_at),
        "own_url": absolute(href("portal:article_feed")),
        "page_url": absolute(href("portal:articles")),
    }
    return render(request, "portal/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


def _readable(reader: Reader, slug: str) -> Article:
    found = article_by_slug(reader, slug)
    if found is None:
        raise NotFound(_("Not found."))
    return found
