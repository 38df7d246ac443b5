"""Surveys, below /w/<workspace>/."""

from django.urls import path

from surveys.views import campaigns, panels, results

app_name = "surveys"

CAMPAIGN = "surveys/campaigns/<int:campaign_id>/"
ANSWER = "surveys/answers/<int:answer_id>/"

urlpatterns = [
    path("surveys/", results.results, name="results"),
    path("surveys/answers/", results.answers, name="answers"),
    path(ANSWER, results.answer, name="answer"),
    path(f"{ANSWER}loop/", results.loop, name="loop"),
    path("surveys/campaigns/", campaigns.campaigns, name="campaigns"),
    path("surveys/campaigns/new/", campaigns.new, name="new_campaign"),
    path(CAMPAIGN, campaigns.campaign, name="campaign"),
    path(f"{CAMPAIGN}edit/", campaigns.edit, name="campaign_edit"),
    path(f"{CAMPAIGN}audience/", campaigns.audience, name="audience"),
    path(f"{CAMPAIGN}preview/", campaigns.preview, name="preview"),
    path(f"{CAMPAIGN}trial/", campaigns.trial, name="trial"),
    path(f"{CAMPAIGN}state/", campaigns.state, name="campaign_state"),
    path(f"{CAMPAIGN}removal/", campaigns.removal, name="campaign_removal"),
    path("settings/surveys/", results.settings, name="settings"),
    path("settings/surveys/contacts/<int:contact_id>/asking/", results.asking_again, name="asking_again"),
    path("accounts/<int:account_id>/panels/satisfaction/", panels.satisfaction, name="satisfaction_panel"),
]
