from django.urls import path

from portal.views import access

urlpatterns = [
    path("accounts/<int:account_id>/portal/", access.access, name="access"),
    path(
        "accounts/<int:account_id>/portal/<int:login_id>/invitation/",
        access.invitation,
        name="access_invitation",
    ),
    path("accounts/<int:account_id>/portal/<int:login_id>/closure/", access.closure, name="access_closure"),
    path("accounts/<int:account_id>/portal/<int:login_id>/admin/", access.admin, name="access_admin"),
]
