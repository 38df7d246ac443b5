"""What members open of the customers' side, below /w/<workspace>/."""

from django.urls import include, path

app_name = "desk"

urlpatterns = [
    path("", include("portal.urls.staff_access")),
    path("", include("portal.urls.staff_inquiries")),
    path("", include("portal.urls.staff_articles")),
    path("", include("portal.urls.staff_files")),
    path("", include("portal.urls.staff_chat")),
]
