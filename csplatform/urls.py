"""Every address: public ones here, staff ones below /w/<workspace>/."""

from django.conf import settings
from django.urls import include, path

from csplatform import views

handler403 = "core.answers.permission_denied"
handler404 = "core.answers.not_found"
handler500 = "core.answers.server_error"

urlpatterns = [
    path("", include("core.urls")),
    path("metrics", views.metrics, name="metrics"),
    path("", include("workspaces.urls.public")),
    path("", include("notifications.public_urls")),
    path("", include("surveys.urls.public")),
    path("w/<slug:workspace>/", include("workspaces.urls.staff")),
    path("w/<slug:workspace>/", include("accounts.urls")),
    path("w/<slug:workspace>/", include("notifications.urls")),
    path("w/<slug:workspace>/", include("playbooks.urls")),
    path("w/<slug:workspace>/", include("health.urls")),
    path("w/<slug:workspace>/", include("surveys.urls.staff")),
    path("w/<slug:workspace>/", include("lifecycle.urls")),
    path("w/<slug:workspace>/", include("portal.urls.staff")),
    path("w/<slug:workspace>/portal/", include("portal.urls.customer")),
    path("w/<slug:workspace>/", include("reports.urls")),
    path("w/<slug:workspace>/", include("integrations.urls")),
    path("w/<slug:workspace>/", include("csplatform.system.urls")),
]

if settings.STYLEGUIDE:
    urlpatterns += [path("", include("core.styleguide"))]
