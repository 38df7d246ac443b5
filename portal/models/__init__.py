"""Tables of this app. All names from here."""

from portal.models.articles import Article, ArticleAct, ArticleVersion, ArticleVote
from portal.models.chat import ChatMessage, ChatParticipant, ChatRoom
from portal.models.files import SharedFile, SharedFileVersion
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
from portal.models.search import ArticleWord, WordSlip

__all__ = [
    "Article",
    "ArticleAct",
    "ArticleVersion",
    "ArticleVote",
    "ArticleWord",
    "ChatMessage",
    "ChatParticipant",
    "ChatRoom",
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
    "SharedFile",
    "SharedFileVersion",
    "WordSlip",
]
