"""Imports, below /w/<workspace>/."""

from django.urls import path

from integrations.views import columns, exports, problems, running, start

app_name = "integrations"

urlpatterns = [
    path("exports/new/", exports.new, name="new_export"),
    path("exports/<int:export_id>/", exports.detail, name="export"),
    path("exports/<int:export_id>/progress/", exports.progress, name="export_progress"),
    path("exports/<int:export_id>/file/", exports.file, name="export_file"),
    path("imports/", start.imports, name="imports"),
    path("imports/new/", start.upload, name="upload"),
    path("imports/template.csv", start.template, name="template"),
    path("imports/<int:import_id>/", running.detail, name="import"),
    path("imports/<int:import_id>/columns/", columns.columns, name="columns"),
    path("imports/<int:import_id>/reading/", columns.reading, name="reading"),
    path("imports/<int:import_id>/progress/", running.progress, name="progress"),
    path("imports/<int:import_id>/run/", running.run, name="run"),
    path("imports/<int:import_id>/cancellation/", running.cancellation, name="cancellation"),
    path("imports/<int:import_id>/problems/", problems.problems, name="problems"),
    path("imports/<int:import_id>/rejected.csv", problems.rejected, name="rejected"),
]
