"""PDFs of a success plan: asked for, followed, previewed, downloaded."""

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import may
from accounts.views.saving import saved
from core import clock
from core.errors import Forbidden, NotFound
from core.htmx import redirect
from core.links import href
from core.pdf import Reason, can_print
from lifecycle.access import document_or_404, plan_or_404
from lifecycle.choices import PRINTING, PlanPrint
from lifecycle.forms.plans import PrintForm
from lifecycle.models import PlanDocument, SuccessPlan
from lifecycle.plans_document import paper_of, thawed_paper
from lifecycle.selectors.plans.documents import documents_of
from lifecycle.services.plans.printing import ask_for_pdf, take_document
from workspaces.access import sees_money
from workspaces.choices import Right
from workspaces.http import StaffRequest
from workspaces.printing import sheet_of
from workspaces.services.files import place_of

#: The one in which the words around a plan are written; the plan's own stay as they are.
LANGUAGE = "en"


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: StaffRequest, plan_id: int) -> HttpResponse:
    plan = plan_or_404(request.member, plan_id)
    makes = may_print(request, plan)
    form = PrintForm(request.POST or None, initial={"paper": "a4"})
    if request.method == "POST":
        if not makes:
            raise Forbidden(_("You may not make PDFs of this account."))
        if form.is_valid():
            made = take_document(
                plan, workspace=request.workspace, with_money=sees_money(request.member), by=request.member,
                now=clock.now(), language=LANGUAGE, **form.shape(),
            )  # fmt: skip
            return saved(
                request, _url("plan_documents", plan) + f"#pdf-{made.pk}", _("The PDF is being made.")
            )
    context = {**_page(request, plan), "form": form, "makes": makes}
    return render(
        request, "lifecycle/plan_pdfs.html", context, status=422 if request.method == "POST" else 200
    )


def _page(request: StaffRequest, plan: SuccessPlan) -> dict[str, Any]:
    return {
        "plan": plan,
        "rows": [
            {"row": one, "failure": failure_words(one), "is_busy": one.state in PRINTING}
            for one in documents_of(plan, with_money=sees_money(request.member))
        ],
        "can_print": can_print(),
    }


@require_POST
def printing(request: StaffRequest, plan_id: int, document_id: int) -> HttpResponse:
    """Ask once more for a PDF that failed."""
    document = document_or_404(request.member, plan_id, document_id)
    if not may_print(request, document.plan):
        raise Forbidden(_("You may not make PDFs of this account."))
    ask_for_pdf(document, now=clock.now())
    return redirect(request, _url("plan_documents", document.plan))


@require_safe
def progress(request: StaffRequest, plan_id: int, document_id: int) -> HttpResponse:
    document = document_or_404(request.member, plan_id, document_id)
    if document.state not in PRINTING:
        return redirect(request, _url("plan_documents", document.plan))
    return render(request, "lifecycle/_plan_progress.html", {"row": document})


@require_safe
def preview(request: StaffRequest, plan_id: int, document_id: int) -> HttpResponse:
    """The document as a page; the browser prints it where this machine cannot."""
    found = document_or_404(request.member, plan_id, document_id)
    context = {
        "bar": {"name": _("Success plan"), "back": _("Back to the plan")},
        "back_url": _url("plan", found.plan),
        "sheet_url": href("lifecycle:plan_sheet", plan_id=plan_id, document_id=found.pk),
    }
    with override(found.language):
        return render(request, "lifecycle/print/preview.html", context | {"document": paper_of(found)})


@require_safe
def sheet(request: StaffRequest, plan_id: int, document_id: int) -> HttpResponse:
    """The workspace's colour for the preview, since a page carries no style of its own."""
    found = document_or_404(request.member, plan_id, document_id)
    return HttpResponse(sheet_of(thawed_paper(found).brand), content_type="text/css; charset=utf-8")


@require_safe
def pdf(request: StaffRequest, plan_id: int, document_id: int) -> HttpResponseBase:
    """The file, for those who may see the account and, where words about money stand in it, money."""
    found = document_or_404(request.member, plan_id, document_id)
    if found.state != PlanPrint.DONE or found.file is None or not place_of(found.file).exists():
        raise NotFound(_("This plan has no PDF yet."))
    return FileResponse(
        place_of(found.file).open("rb"),
        as_attachment=True,
        filename=found.file.name,
        content_type="application/pdf",
    )


def may_print(request: StaffRequest, plan: SuccessPlan) -> bool:
    """Whether the member may make a PDF of the plan."""
    return may(request.member, plan.account, Right.EDIT_ACCOUNTS)


def failure_words(document: PlanDocument) -> str:
    """Why there is no PDF, in a sentence; empty where there is one or it is being made."""
    if document.state != PlanPrint.FAILED:
        return ""
    sentences: dict[str, str] = {
        Reason.MISSING: _(
            "This machine cannot make PDFs: the libraries that lay text out are missing. The preview prints from the browser."
        ),
        Reason.TOO_LONG: _("It took too long. Try again, or shorten the plan."),
        Reason.TOO_LARGE: _("It grew too large. Shorten the plan."),
    }
    return sentences.get(document.error, _("It could not be laid out. Try again."))


def _url(name: str, plan: SuccessPlan) -> str:
    return href(f"lifecycle:{name}", plan_id=plan.pk)
