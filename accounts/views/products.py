"""Settings → Products."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.product import ProductForm, initial_of
from accounts.models import Product
from accounts.services.products import create_product, delete_product, update_product
from accounts.views.saving import Attempt, attempt, form_page, saved
from core import clock, submissions
from core.errors import NotFound
from core.links import href
from workspaces.access import require
from workspaces.choices import Right
from workspaces.http import StaffRequest
from workspaces.views.sections import settings_tabs


@require_safe
def products(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    listed = Product.objects.annotate(feature_count=Count("features")).order_by("name_key")
    context = {"products": listed, "tabs": settings_tabs("products")}
    return render(request, "accounts/products.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    form = ProductForm(request.POST or None, initial={"key": submissions.new_key()})
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: _create(request, form))
        if tried.saved:
            words = _("%(name)s added") % {"name": form.cleaned_data["name"]}
            return saved(request, href("accounts:products"), words)
    return _page(request, form, None, tried)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, product_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    product = _product(product_id)
    form = ProductForm(request.POST or None, initial=initial_of(product))
    tried = None
    if request.method == "POST" and form.is_valid():
        values = form.values()
        tried = attempt(form, lambda: update_product(product, by=request.member, **values))
        if tried.saved:
            return saved(request, href("accounts:products"), _("Product saved"))
    return _page(request, form, product, tried)


@require_POST
def deletion(request: StaffRequest, product_id: int) -> HttpResponse:
    require(request.member, Right.MANAGE_SETTINGS)
    product = _product(product_id)
    delete_product(product, by=request.member)
    return saved(request, href("accounts:products"), _("%(name)s deleted") % {"name": product.name})


def _create(request: StaffRequest, form: ProductForm) -> None:
    def make() -> int:
        return create_product(by=request.member, **form.values()).pk

    submissions.once(form.cleaned_data["key"], make, now=clock.now())


def _product(product_id: int) -> Product:
    found = Product.objects.filter(pk=product_id).first() if product_id < 2**63 else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def _page(
    request: StaffRequest, form: ProductForm, product: Product | None, tried: Attempt | None
) -> HttpResponse:
    context = {"form": form, "product": product, "tabs": settings_tabs("products")}
    return form_page(request, "accounts/product_form.html", context, tried)
