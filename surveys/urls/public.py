"""The links in mails of surveys: no sign-in, no workspace in the address; each token carries its own."""

from django.urls import path

from surveys.views import public

urlpatterns = [
    path("s/<str:token>/", public.survey, name="survey"),
    path("no-more-surveys/<str:link>/", public.stop, name="stop_surveys"),
]
