"""What the workspace sells, and the features by which usage names its use."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Contract, Product, ProductFeature
from core.errors import Conflict, DomainError, DomainErrors
from core.text import name_key
from workspaces.models import Member

MOST_FEATURES = 500


@dataclass(frozen=True, kw_only=True)
class FeatureFields:
    """One feature: `key` is how usage names it, `label` how people do (empty: the key)."""

    key: str
    label: str = ""
    is_advanced: bool = False


def create_product(
    *, name: str, external_id: str | None = None, features: Sequence[FeatureFields] = (), by: Member
) -> Product:
    """Add a product with its list of features. Raises DomainErrors with every field at fault."""
    cleaned = _clean(name, features)
    with transaction.atomic():
        product = Product(name=cleaned, name_key=name_key(cleaned), external_id=external_id or None)
        _save(product)
        _write(product, features)
    return product


def update_product(
    product: Product,
    *,
    name: str,
    external_id: str | None = None,
    features: Sequence[FeatureFields],
    by: Member,
) -> Product:
    """Write a product and its features as a whole."""
    cleaned = _clean(name, features)
    with transaction.atomic():
        product.name, product.name_key, product.external_id = cleaned, name_key(cleaned), external_id or None
        _save(product)
        _write(product, features)
    return product


def delete_product(product: Product, *, by: Member) -> None:
    """Take a product away; raises Conflict while a contract has a line of it."""
    try:
        with transaction.atomic():
            Product.objects.filter(pk=product.pk).delete()
    except ProtectedError as error:
        used = Contract.with_bin.filter(lines__product=product).distinct().count()
        if not used:
            said = _("A scorecard names %(name)s, in force or in an older version, so it stays.")
            raise Conflict(said % {"name": product.name}) from error
        words = ngettext(
            "%(name)s stands in %(n)s contract. Give its lines another product first.",
            "%(name)s stands in %(n)s contracts. Give their lines another product first.",
            used,
        )
        raise Conflict(words % {"name": product.name, "n": used}) from error


def _clean(name: str, features: Sequence[FeatureFields]) -> str:
    cleaned = " ".join(name.split())
    errors = []
    if not 1 <= len(cleaned) <= 120:
        errors.append(DomainError(_("Give the product a name of 1 to 120 characters."), field="name"))
    if len(features) > MOST_FEATURES:
        errors.append(DomainError(_("A product has at most 500 features.")))
    seen: set[str] = set()
    for feature in features:
        if feature.key in seen:
            message = _("The key “%(key)s” stands in the list twice. Take one of the lines away.")
            errors.append(DomainError(message % {"key": feature.key}, field="features"))
        seen.add(feature.key)
    if errors:
        raise DomainErrors(errors)
    return cleaned


def _save(product: Product) -> None:
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError as error:
        raise DomainError(
            _("There is a product “%(name)s” already. Choose another name.") % {"name": product.name},
            field="name",
            code="name_taken",
        ) from error


def _write(product: Product, features: Sequence[FeatureFields]) -> None:
    wanted = [(f.key, f.label or f.key, f.is_advanced) for f in features]
    held = list(product.features.order_by("pk").values_list("key", "label", "is_advanced"))
    if held == wanted:
        return
    product.features.all().delete()
    ProductFeature.objects.bulk_create(
        ProductFeature(product=product, key=key, label=label, is_advanced=advanced)
        for key, label, advanced in wanted
    )
