"""Lifecycle, below /w/<workspace>/."""

from django.urls import path

from lifecycle.views import churn, panels, renewals

app_name = "lifecycle"

urlpatterns = [
    path("renewals/", renewals.by_month_page, name="renewals"),
    path("accounts/<int:account_id>/panels/renewal/", panels.head, name="head_panel"),
    path("accounts/<int:account_id>/panels/renewals/", panels.renewals, name="renewals_panel"),
    path("accounts/<int:account_id>/panels/churn/", panels.churn, name="churn_panel"),
    path("accounts/<int:account_id>/churn/new/", churn.leaving, name="churn"),
    path("accounts/<int:account_id>/return/new/", churn.returning, name="return"),
]
