"""Notices, below /w/<workspace>/."""

from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("me/notices/", views.settings, name="settings"),
    path("notices/", views.notices, name="list"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/readings/", views.readings, name="readings"),
    path("notices/readings/undo/", views.readings_undo, name="readings_undo"),
    path("notices/<int:notice_id>/readings/", views.reading, name="reading"),
    path("notices/<int:notice_id>/waiting/", views.waiting, name="waiting"),
]
