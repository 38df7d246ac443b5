from django.urls import path

from portal.views import inquiries, inquiry_board, inquiry_deeds, inquiry_panels, inquiry_settings

ONE = "inquiries/<int:inquiry_id>"
SETTINGS = "settings/inquiries"
RULE = f"{SETTINGS}/rules/<int:route_id>"

urlpatterns = [
    path("inquiries/", inquiries.queue, name="inquiries"),
    path("inquiries/board/", inquiry_board.board, name="inquiry_board"),
    path(f"{ONE}/", inquiries.inquiry, name="inquiry"),
    path(f"{ONE}/messages/", inquiries.message, name="inquiry_message"),
    path(f"{ONE}/files/<int:inquiry_file_id>/", inquiries.file, name="inquiry_file"),
    path(f"{ONE}/holder/", inquiry_deeds.holder, name="inquiry_holder"),
    path(f"{ONE}/change/", inquiry_deeds.change, name="inquiry_change"),
    path(f"{ONE}/status/", inquiry_deeds.status, name="inquiry_status"),
    path(f"{ONE}/escalation/", inquiry_deeds.escalation, name="inquiry_escalation"),
    path(f"{ONE}/escalation/end/", inquiry_deeds.calming, name="inquiry_calming"),
    path("accounts/<int:account_id>/inquiries/new/", inquiry_deeds.new, name="new_inquiry"),
    path("accounts/<int:account_id>/panels/inquiries/", inquiry_panels.inquiries, name="inquiries_panel"),
    path(f"{SETTINGS}/", inquiry_settings.settings, name="inquiry_settings"),
    path(f"{SETTINGS}/times/", inquiry_settings.times, name="inquiry_times"),
    path(f"{SETTINGS}/rules/new/", inquiry_settings.new_rule, name="new_inquiry_rule"),
    path(f"{RULE}/", inquiry_settings.rule, name="inquiry_rule"),
    path(f"{RULE}/place/", inquiry_settings.place, name="inquiry_rule_place"),
    path(f"{RULE}/deletion/", inquiry_settings.deletion, name="inquiry_rule_deletion"),
    path(f"{SETTINGS}/mails/", inquiry_settings.parked, name="inquiry_parked"),
    path(f"{SETTINGS}/mails/<int:parked_id>/settling/", inquiry_settings.settling, name="inquiry_parked_settling"),
]  # fmt: skip
