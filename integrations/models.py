"""Imports: a file, how its columns are read, and what came of it. Exports: a list on its way into a file."""

from django.db import models

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from integrations.choices import ExportState, FileFormat, ImportKind, ImportState
from workspaces.models import Batch, Member, StoredFile


class Import(WorkspaceModel):
    """One file on its way in: uploaded, matched, checked, run, reported.

    The counts are rows of the file: what the check foresees until the import is done, then what came of it.
    """

    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    file = WorkspaceForeignKey(StoredFile, on_delete=models.PROTECT)
    profile = models.JSONField(default=dict)  # what was found out about the file: selectors.found_in_file
    mapping = models.JSONField(default=dict)  # reading.mappings.Mapping.to_json
    batch = WorkspaceForeignKey(Batch, on_delete=models.SET_NULL, null=True)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    warnings = models.IntegerField(default=0)
    report = models.JSONField(
        default=dict
    )  # bad_cells, conflicts, seconds, notices, groups: services.reports
    rejected_file = WorkspaceForeignKey(StoredFile, on_delete=models.SET_NULL, null=True)
    error = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    created_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    run_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    queued_at = models.DateTimeField(null=True)  # when a worker was asked for, last
    started_at = models.DateTimeField(null=True)  # when a worker took it in hand
    finished_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "-created_at", "-id"], name="import_newest")]

    @property
    def rows_accepted(self) -> int:
        """Rows of the file that were not rejected."""
        return self.rows_total - self.rejected


class ImportProblem(WorkspaceModel):
    """One cell or row that was refused, or kept with a warning; up to a thousand of each, some of every kind."""

    batch_import = WorkspaceForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()  # the file's own line number, 1-based
    field = models.CharField(max_length=60, blank=True, default="")
    code = models.CharField(max_length=40)
    is_warning = models.BooleanField(default=False)
    message = models.CharField(max_length=400)
    value = models.CharField(max_length=200, blank=True, default="")

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "batch_import", "row"], name="import_problem_of_import")]


class Export(WorkspaceModel):
    """One list as one member took it away: of its maker alone, and gone after services.exports.KEPT.

    `query` is the list's address as it was shown; `seen_under` is what the maker might see when it was written.
    """

    list_key = models.CharField(max_length=40)
    query = models.TextField(blank=True, default="")
    book = models.CharField(max_length=4, default="mine")
    file_format = models.CharField(max_length=4, choices=FileFormat.choices)
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.QUEUED)
    rows_total = models.IntegerField(default=0)
    seen_under = models.CharField(max_length=60, blank=True, default="")
    file = WorkspaceForeignKey(StoredFile, on_delete=models.SET_NULL, null=True)
    error = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    created_by = WorkspaceForeignKey(Member, on_delete=models.CASCADE)
    queued_at = models.DateTimeField()  # when a worker was asked for, last
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "created_at"], name="export_oldest"),
            models.Index(
                fields=["workspace", "state"], name="export_under_way", condition=~models.Q(state="done")
            ),
        ]
