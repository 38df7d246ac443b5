"""Whether the platform is alive and ready."""

from django.urls import path

from core import views

urlpatterns = [path("healthz", views.healthz, name="healthz"), path("readyz", views.readyz, name="readyz")]
