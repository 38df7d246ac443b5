"""The workspace's colour and logo."""

from workspaces.models import Brand


def brand_of_workspace() -> Brand | None:
    """The brand of the workspace in force; None where nobody chose one."""
    return Brand.objects.first()
