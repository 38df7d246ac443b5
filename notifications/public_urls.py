"""The link in mails about notices: no sign-in, no workspace in the address."""

from django.urls import path

from notifications import views

urlpatterns = [path("no-more-mail/<str:link>/", views.stop, name="stop_mail")]
