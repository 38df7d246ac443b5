"""Lifecycle, below /w/<workspace>/."""

from django.urls import path

from lifecycle.views import (
    churn,
    handshake_items,
    handshakes,
    journey_panels,
    panels,
    promises,
    renewals,
    stage_settings,
    stages,
)

app_name = "lifecycle"

ACCOUNT = "accounts/<int:account_id>"
HANDSHAKE = "handshakes/<int:handshake_id>"
ITEM = f"{HANDSHAKE}/items/<int:item_id>"

urlpatterns = [
    path("stages/", stages.board, name="board"),
    path(f"{ACCOUNT}/stage-moves/new/", stages.move, name="stage_move"),
    path(f"{ACCOUNT}/stage-moves/<int:move_id>/undoing/", stages.undoing, name="stage_move_undoing"),
    path(f"{ACCOUNT}/criteria/<int:criterion_id>/", stages.tick, name="criterion_tick"),
    path("settings/stages/", stage_settings.stages, name="stages"),
    path("settings/stages/<int:setting_id>/", stage_settings.stage, name="stage"),
    path("handshakes/", handshakes.handshakes, name="handshakes"),
    path(f"{ACCOUNT}/handshakes/new/", handshakes.new, name="new_handshake"),
    path(f"{HANDSHAKE}/", handshakes.handshake, name="handshake"),
    path(f"{HANDSHAKE}/people/", handshakes.people, name="handshake_people"),
    path(f"{HANDSHAKE}/form/", handshakes.form, name="handover_form"),
    path(f"{HANDSHAKE}/delivery/", handshakes.delivery, name="handshake_delivery"),
    path(f"{HANDSHAKE}/acceptance/", handshakes.acceptance, name="handshake_acceptance"),
    path(f"{HANDSHAKE}/return/", handshakes.returning, name="handshake_return"),
    path(f"{HANDSHAKE}/withdrawal/", handshakes.withdrawal, name="handshake_withdrawal"),
    path(f"{ITEM}/", handshake_items.item, name="handshake_item"),
    path(f"{ITEM}/check/", handshake_items.check, name="item_check"),
    path(f"{ITEM}/question/", handshake_items.question, name="item_question"),
    path(f"{ITEM}/answer/", handshake_items.answer, name="item_answer"),
    path(f"{ITEM}/reminder/", handshake_items.reminder, name="item_reminder"),
    path("promises/", promises.promises, name="promises"),
    path(f"{ACCOUNT}/promises/new/", promises.new, name="new_promise"),
    path("promises/<int:promise_id>/", promises.edit, name="promise"),
    path("promises/<int:promise_id>/state/", promises.state, name="promise_state"),
    path("renewals/", renewals.by_month_page, name="renewals"),
    path(f"{ACCOUNT}/panels/renewal/", panels.head, name="head_panel"),
    path(f"{ACCOUNT}/panels/renewals/", panels.renewals, name="renewals_panel"),
    path(f"{ACCOUNT}/panels/churn/", panels.churn, name="churn_panel"),
    path(f"{ACCOUNT}/panels/stage/", journey_panels.stage, name="stage_panel"),
    path(f"{ACCOUNT}/panels/handshakes/", journey_panels.handshakes, name="handshakes_panel"),
    path(f"{ACCOUNT}/panels/promises/", journey_panels.promises, name="promises_panel"),
    path(f"{ACCOUNT}/churn/new/", churn.leaving, name="churn"),
    path(f"{ACCOUNT}/return/new/", churn.returning, name="return"),
]
