from django.urls import path

from portal.views import plans

urlpatterns = [
    path("plan/", plans.plan, name="plan"),
    path("plan/<int:plan_id>/", plans.one_plan, name="one_plan"),
    path("plan/<int:plan_id>/signing/", plans.signing, name="plan_signing"),
    path("plan/activities/<int:activity_id>/completion/", plans.completion, name="activity_completion"),
]
