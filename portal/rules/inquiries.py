"""How an inquiry's status moves, and how fast one contact may write: no database, no clock."""

from datetime import timedelta

from portal.choices.inquiries import InquiryStatus

#: What one contact may do within PACE_SPAN; whoever is a person does less.
PACE_SPAN = timedelta(hours=1)
MOST_OPENED, MOST_WRITTEN, MOST_REOPENED = 20, 60, 10


def after_answer(status: str) -> InquiryStatus:
    """Staff answered: it is the customer's turn; a solved one stays solved."""
    return InquiryStatus.CLOSED if status == InquiryStatus.CLOSED else InquiryStatus.WAITING


def after_customer(status: str) -> InquiryStatus:
    """The customer wrote: a new one stays new, any other is the staff's turn again."""
    return InquiryStatus.NEW if status == InquiryStatus.NEW else InquiryStatus.OPEN


def after_handing(status: str) -> InquiryStatus:
    """Somebody has it: a new one is in work."""
    return InquiryStatus.OPEN if status == InquiryStatus.NEW else InquiryStatus(status)
