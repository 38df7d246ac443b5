"""Lifecycle, below /w/<workspace>/."""

from django.urls import path

from lifecycle.views import (
    churn,
    handshake_items,
    handshakes,
    journey_panels,
    panels,
    plans,
    plans_carrying,
    plans_documents,
    plans_parts,
    promises,
    renewals,
    stage_settings,
    stages,
)

app_name = "lifecycle"

ACCOUNT = "accounts/<int:account_id>"
HANDSHAKE = "handshakes/<int:handshake_id>"
ITEM = f"{HANDSHAKE}/items/<int:item_id>"
PLAN = "plans/<int:plan_id>"
OUTCOME, KPI = f"{PLAN}/outcomes/<int:outcome_id>", f"{PLAN}/kpis/<int:kpi_id>"
ACTIVITY, BARRIER = f"{PLAN}/activities/<int:activity_id>", f"{PLAN}/barriers/<int:barrier_id>"
DOCUMENT = f"{PLAN}/pdfs/<int:document_id>"

urlpatterns = [
    path("stages/", stages.board, name="board"),
    path(f"{ACCOUNT}/stage-moves/new/", stages.move, name="stage_move"),
    path(f"{ACCOUNT}/stage-moves/<int:move_id>/undoing/", stages.undoing, name="stage_move_undoing"),
    path(f"{ACCOUNT}/criteria/<int:criterion_id>/", stages.tick, name="criterion_tick"),
    path("settings/stages/", stage_settings.stages, name="stages"),
    path("settings/stages/<int:setting_id>/", stage_settings.stage, name="stage"),
    path("settings/handshakes/", stage_settings.handshake_days, name="handshake_days"),
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
    path("plans/", plans.plans, name="plans"),
    path(f"{ACCOUNT}/plans/new/", plans.new, name="new_plan"),
    path(f"{PLAN}/", plans.plan, name="plan"),
    path(f"{PLAN}/edit/", plans.edit, name="plan_edit"),
    path(f"{PLAN}/copy/", plans.copying, name="plan_copy"),
    path(f"{PLAN}/sharing/", plans.sharing, name="plan_sharing"),
    path(f"{PLAN}/withdrawal/", plans.withdrawal, name="plan_withdrawal"),
    path(f"{PLAN}/sign-off/", plans.signing, name="plan_signing"),
    path(f"{PLAN}/start/", plans.start, name="plan_start"),
    path(f"{PLAN}/closing/", plans.closing, name="plan_closing"),
    path(f"{PLAN}/reopening/", plans.reopening, name="plan_reopening"),
    path(f"{PLAN}/outcomes/new/", plans_parts.new_outcome, name="new_outcome"),
    path(f"{OUTCOME}/", plans_parts.outcome, name="outcome"),
    path(f"{OUTCOME}/removal/", plans_parts.outcome_removal, name="outcome_removal"),
    path(f"{OUTCOME}/decision/", plans_carrying.decision, name="outcome_decision"),
    path(f"{OUTCOME}/kpis/new/", plans_parts.new_kpi, name="new_kpi"),
    path(f"{KPI}/", plans_parts.kpi, name="kpi"),
    path(f"{KPI}/removal/", plans_parts.kpi_removal, name="kpi_removal"),
    path(f"{KPI}/readings/new/", plans_carrying.reading, name="new_reading"),
    path(
        f"{PLAN}/readings/<int:reading_id>/removal/", plans_carrying.reading_removal, name="reading_removal"
    ),
    path(f"{PLAN}/activities/new/", plans_parts.new_activity, name="new_activity"),
    path(f"{ACTIVITY}/", plans_parts.activity, name="activity"),
    path(f"{ACTIVITY}/removal/", plans_parts.activity_removal, name="activity_removal"),
    path(f"{ACTIVITY}/completion/", plans_carrying.completion, name="plan_completion"),
    path(f"{ACTIVITY}/reopening/", plans_carrying.activity_reopening, name="activity_reopening"),
    path(f"{PLAN}/barriers/new/", plans_parts.new_barrier, name="new_barrier"),
    path(f"{BARRIER}/", plans_parts.barrier, name="barrier"),
    path(f"{BARRIER}/removal/", plans_parts.barrier_removal, name="barrier_removal"),
    path(f"{BARRIER}/state/", plans_carrying.barrier_state, name="barrier_state"),
    path(f"{PLAN}/notes/new/", plans_parts.new_note, name="new_note"),
    path(f"{PLAN}/notes/<int:note_id>/", plans_parts.note, name="note"),
    path(f"{PLAN}/notes/<int:note_id>/removal/", plans_parts.note_removal, name="note_removal"),
    path(f"{PLAN}/pdfs/", plans_documents.documents, name="plan_documents"),
    path(f"{DOCUMENT}/printing/", plans_documents.printing, name="plan_printing"),
    path(f"{DOCUMENT}/progress/", plans_documents.progress, name="plan_progress"),
    path(f"{DOCUMENT}/preview/", plans_documents.preview, name="plan_preview"),
    path(f"{DOCUMENT}/sheet.css", plans_documents.sheet, name="plan_sheet"),
    path(f"{DOCUMENT}/pdf/", plans_documents.pdf, name="plan_pdf"),
    path(f"{ACCOUNT}/panels/plans/", plans_carrying.plans_panel, name="plans_panel"),
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
