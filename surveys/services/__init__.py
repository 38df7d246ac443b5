"""Writes of surveys: campaigns, their waves and mails, answers, and what others hand in."""

from surveys.services.answering import record_answer
from surveys.services.campaigns import (
    CampaignFields,
    change_campaign,
    create_campaign,
    delete_campaign,
    move_campaign,
)
from surveys.services.inquiries import ask_after_inquiry, rate_inquiry
from surveys.services.inviting import send_invitations, send_reminders
from surveys.services.settings import allow_surveys, change_survey_setting, stop_surveys
from surveys.services.waves import start_due_waves

__all__ = [
    "CampaignFields",
    "allow_surveys",
    "ask_after_inquiry",
    "change_campaign",
    "change_survey_setting",
    "create_campaign",
    "delete_campaign",
    "move_campaign",
    "rate_inquiry",
    "record_answer",
    "send_invitations",
    "send_reminders",
    "start_due_waves",
    "stop_surveys",
]
