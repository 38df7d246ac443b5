"""Scorecards that people own: drafts, what they would change, publishing, and the workspace's own metrics."""

from health.services.designer.drafts import (
    DraftFields,
    DraftMetric,
    create_card,
    discard_draft,
    draft_from_offer,
    open_draft,
    rename_card,
    restore_version,
    save_draft,
)
from health.services.designer.metrics import (
    MetricFields,
    archive_metric,
    create_metric,
    unarchive_metric,
    update_metric,
)
from health.services.designer.preview import Preview, preview_draft
from health.services.designer.publishing import publish_draft, retire_card

__all__ = [
    "DraftFields",
    "DraftMetric",
    "MetricFields",
    "Preview",
    "archive_metric",
    "create_card",
    "create_metric",
    "discard_draft",
    "draft_from_offer",
    "open_draft",
    "preview_draft",
    "publish_draft",
    "rename_card",
    "restore_version",
    "retire_card",
    "save_draft",
    "unarchive_metric",
    "update_metric",
]
