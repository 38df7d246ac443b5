"""What customers open, below /w/<workspace>/portal/."""

from django.urls import include, path

app_name = "portal"

urlpatterns = [
    path("", include("portal.urls.customer_logins")),
    path("", include("portal.urls.customer_inquiries")),
    path("", include("portal.urls.customer_articles")),
    path("", include("portal.urls.customer_chat")),
    path("", include("portal.urls.customer_plans")),
]
