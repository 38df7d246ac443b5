"""What the workspace sells, and the features that make use of it visible."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.account import EXTERNAL_ID
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.models import Imported


class Product(Imported):
    external_id = models.CharField(max_length=EXTERNAL_ID, null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(max_length=120, editable=False)

    class Meta(Imported.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "name_key"], name="product_name_once")]

    def __str__(self) -> str:
        return self.name


class ProductFeature(WorkspaceModel):
    """One feature of a product's list; `key` is how usage names it."""

    product = WorkspaceForeignKey(Product, on_delete=models.CASCADE, related_name="features")
    key = models.CharField(_("key"), max_length=100)
    label = models.CharField(_("name"), max_length=120)
    is_advanced = models.BooleanField(_("advanced feature"), default=False)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "product", "key"], name="product_feature_once")
        ]
