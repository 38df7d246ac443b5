"""Notices, below /w/<workspace>/."""

from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("notices/", views.notices, name="list"),
    path("notices/readings/", views.readings, name="readings"),
    path("notices/<int:notice_id>/readings/", views.reading, name="reading"),
]
