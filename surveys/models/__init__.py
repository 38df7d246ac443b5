"""Campaigns, their waves, who was asked, what they answered, and who does not want to be asked."""

from surveys.models.answer import Answer
from surveys.models.asking import Listing, Recipient, SurveyRest, Wave
from surveys.models.campaign import Campaign, SurveySetting

__all__ = ["Answer", "Campaign", "Listing", "Recipient", "SurveyRest", "SurveySetting", "Wave"]
