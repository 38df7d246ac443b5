"""Knowledge articles, the staff's side: the list, one article, its editor, publishing it and taking it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.lists import list_context
from accounts.views.saving import attempt, form_page, saved
from core import clock, submissions
from core.errors import DomainError, NotFound
from core.htmx import redirect
from core.links import href
from core.lists import answer_list
from core.markdown import to_html
from portal.access.articles import (
    article_or_404,
    article_to_write,
    may_write,
    require_audience,
    require_writer,
    visible_articles,
    writes_all,
    writes_some,
)
from portal.choices.articles import ArticleStatus
from portal.forms.articles import ArticleForm, VersionForm, initial_of
from portal.lists.articles import ARTICLE_LIST
from portal.models import Article, ArticleVersion
from portal.models.articles import BODY
from portal.selectors.article_desk import acts_of, audience_size, newest_of, numbered, version_of
from portal.selectors.articles import Reader, related, votes_on
from portal.services.articles import (
    archive_article,
    publish_article,
    reopen_article,
    restore_version,
    save_article,
    withdraw_article,
    write_article,
)
from portal.shown.articles import acts_shown, audience_words, reach_words, status_tag
from workspaces.http import StaffRequest

FORM = ["GET", "HEAD", "POST"]
Change = Callable[..., Article]


@require_safe
def articles(request: StaffRequest) -> HttpResponse:
    writes = writes_some(request.member)
    empty = {
        "title": _("No articles yet"),
        "text": _("Write down what customers ask again and again, and say who may read it."),
        "button": _("Write an article") if writes else "",
        "url": href("desk:new_article"),
    }
    return answer_list(
        request,
        ARTICLE_LIST,
        visible_articles(request.member),
        list_context(request.workspace, request.member),
        "desk/article_list.html",
        {"empty": empty, "writes": writes, "orders": writes_all(request.member)},
    )


@require_safe
def article(request: StaffRequest, article_id: int) -> HttpResponse:
    found = article_or_404(request.member, article_id)
    writes = may_write(request.member, found)
    acts = acts_of(found)
    context = {
        "article": found,
        "html": to_html(found.body),
        "audience": audience_words(found),
        "status": status_tag(found),
        "waits": found.status == ArticleStatus.PUBLISHED and found.latest_number > found.shown_number,
        "votes": votes_on([found.pk]).get(found.pk, (0, 0)),
        "related": related(found, Reader(member=request.member)),
        "acts": acts_shown(acts, numbered(found, [act.number for act in acts], request.member)),
        "writes": writes,
        "is_published": found.status == ArticleStatus.PUBLISHED,
        "is_archived": found.status == ArticleStatus.ARCHIVED,
    }
    return render(request, "desk/article.html", context)


@require_http_methods(FORM)
def new(request: StaffRequest) -> HttpResponse:
    require_writer(request.member)
    all_of_them = writes_all(request.member)
    form = ArticleForm(
        request.POST or None, member=request.member, writes_all=all_of_them,
        initial={"key": submissions.new_key(), "language": request.workspace.language},
    )  # fmt: skip
    made: list[int] = []
    tried = None
    if request.method == "POST" and form.is_valid():
        fields, now = form.article_fields(), clock.now()
        require_audience(request.member, fields.audience, fields.account_id)

        def make() -> int:
            return write_article(fields, by=request.member, now=now).pk

        tried = attempt(
            form, lambda: made.append(submissions.once(form.cleaned_data["key"], make, now=now)[0])
        )
        if tried.saved:
            return saved(
                request, href("desk:article", article_id=made[0]), _("Draft saved. Nobody else sees it yet.")
            )
    context = {"form": form, "article": None, "back_url": href("desk:articles")}
    return form_page(request, "desk/article_form.html", context, tried)


@require_http_methods(FORM)
def edit(request: StaffRequest, article_id: int) -> HttpResponse:
    found = article_to_write(request.member, article_id)
    newest = newest_of(found)
    require_audience(request.member, newest.audience, newest.account_id)
    initial = {**initial_of(newest), "version": found.version}
    form = ArticleForm(
        request.POST or None, member=request.member, writes_all=writes_all(request.member), initial=initial
    )
    tried = None
    if request.method == "POST" and form.is_valid():
        fields = form.article_fields()
        require_audience(request.member, fields.audience, fields.account_id)
        tried = attempt(
            form,
            lambda: save_article(
                found, fields, version=form.sent_version, by=request.member, now=clock.now()
            ),
        )
        if tried.saved:
            is_live = found.status == ArticleStatus.PUBLISHED
            words = _("Saved. Readers see it when you publish it.") if is_live else _("Draft saved")
            return saved(request, _address(found), words)
    context = {"form": form, "article": found, "back_url": _address(found)}
    return form_page(request, "desk/article_form.html", context, tried)


@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """The text of the editor as readers would see it; nothing is kept."""
    require_writer(request.member)
    body = request.POST.get("body", "")[:BODY]
    context = {"title": request.POST.get("title", "")[:160], "html": to_html(body)}
    return render(request, "desk/_article_preview.html", context)


@require_http_methods(FORM)
def publication(request: StaffRequest, article_id: int) -> HttpResponse:
    """Asked before: who will read it."""
    found = article_to_write(request.member, article_id)
    newest = newest_of(found)
    require_audience(request.member, newest.audience, newest.account_id)
    if request.method == "POST":
        return _deed(request, found, publish_article, _("Published"))
    context = {
        "article": found,
        "version": newest,
        "html": to_html(newest.body),
        "reach": reach_words(newest, audience_size(newest)),
        "audience": audience_words(newest),
        "before": audience_words(found) if found.status == ArticleStatus.PUBLISHED else "",
        "form": VersionForm(initial={"version": found.version}),
    }
    return render(request, "desk/article_publication.html", context)


@require_http_methods(FORM)
def withdrawal(request: StaffRequest, article_id: int) -> HttpResponse:
    """Asked before: who will no longer find it."""
    found = article_to_write(request.member, article_id)
    if request.method == "POST":
        return _deed(request, found, withdraw_article, _("Taken back. It is a draft again."))
    context = {
        "article": found,
        "audience": audience_words(found),
        "form": VersionForm(initial={"version": found.version}),
    }
    return render(request, "desk/article_withdrawal.html", context)


@require_POST
def archiving(request: StaffRequest, article_id: int) -> HttpResponse:
    """Archives, or with `archived` empty brings back."""
    found = article_to_write(request.member, article_id)
    if request.POST.get("archived"):
        return _deed(request, found, archive_article, _("Article archived"))
    return _deed(request, found, reopen_article, _("Article is back as a draft"))


@require_safe
def version(request: StaffRequest, article_id: int, text_id: int) -> HttpResponse:
    """One version as it was saved."""
    found = article_to_write(request.member, article_id)
    older = _version(request, found, text_id)
    context = {
        "article": found,
        "version": older,
        "html": to_html(older.body),
        "audience": audience_words(older),
        "is_latest": older.number == found.latest_number,
    }
    return render(request, "desk/article_version.html", context)


@require_POST
def restoration(request: StaffRequest, article_id: int, text_id: int) -> HttpResponse:
    """Takes an older version up again as the newest."""
    found = article_to_write(request.member, article_id)
    older = _version(request, found, text_id)

    def restore(article: Article, **given: Any) -> Article:
        return restore_version(article, older.number, **given)

    return _deed(request, found, restore, _("The older version is the newest again"))


def _version(request: StaffRequest, found: Article, text_id: int) -> ArticleVersion:
    """One version, if the member may write for its audience too."""
    older = version_of(found, text_id)
    if older is None:
        raise NotFound(_("Not found."))
    require_audience(request.member, older.audience, older.account_id)
    return older


def _deed(request: StaffRequest, found: Article, change: Change, words: str) -> HttpResponse:
    """One change of state, on the version that the person saw; a refusal is told on the article's page."""
    form = VersionForm(request.POST)
    try:
        change(found, version=form.sent_version, by=request.member, now=clock.now())
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(request, _address(found))
    return saved(request, _address(found), words)


def _address(found: Article) -> str:
    return href("desk:article", article_id=found.pk)
