"""How a workspace looks on paper."""

from django.db import models

from core.tenancy.model import WorkspaceModel


class Brand(WorkspaceModel):
    """Colour and logo of the workspace's documents, one row at most; `logo` is a PNG that we wrote ourselves."""

    colour = models.CharField(max_length=7, blank=True, default="")  # #0C4A57, dark enough for white on it
    logo = models.BinaryField(null=True)
    logo_wide = models.PositiveSmallIntegerField(default=0)  # pixels
    logo_tall = models.PositiveSmallIntegerField(default=0)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace"], name="brand_once")]
