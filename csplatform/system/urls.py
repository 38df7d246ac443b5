"""The System page and its deeds, below /w/<workspace>/."""

from django.urls import path

from csplatform.system import views

app_name = "system"

urlpatterns = [
    path("settings/system/", views.system, name="system"),
    path("settings/system/tasks/<int:task_id>/retry/", views.task_retry, name="task_retry"),
    path("settings/system/tasks/<int:task_id>/removal/", views.task_removal, name="task_removal"),
    path("settings/system/news/<int:event_id>/retry/", views.news_retry, name="news_retry"),
    path("settings/system/news/<int:event_id>/removal/", views.news_removal, name="news_removal"),
]
