"""The door: before, between and without workspaces."""

from django.urls import include, path

from workspaces.views import door, join, mailbox

urlpatterns = [
    path("", door.root, name="root"),
    path("workspaces/", door.workspaces, name="workspaces"),
    path("theme/", door.theme, name="theme"),
    path("join/<str:link>/", join.join, name="join"),
    path("mail/", mailbox.messages, name="mailbox"),
    path("mail/<str:name>/", mailbox.message, name="mailbox_message"),
    path("mail/<str:name>/html/", mailbox.html_part, name="mailbox_html"),
    path("accounts/", include("workspaces.urls.sign_in")),
]
