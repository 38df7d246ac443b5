"""Tables of this app. All names from here."""

from portal.models.inquiries import (
    Inquiry,
    InquiryFile,
    InquiryMessage,
    InquiryRule,
    InquirySetting,
    InquiryStep,
)
from portal.models.inquiry_mail import ParkedMail
from portal.models.logins import PortalLogin, PortalSession, PortalTry

__all__ = [
    "Inquiry",
    "InquiryFile",
    "InquiryMessage",
    "InquiryRule",
    "InquirySetting",
    "InquiryStep",
    "ParkedMail",
    "PortalLogin",
    "PortalSession",
    "PortalTry",
]
