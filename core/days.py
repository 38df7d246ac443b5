"""The day as of which a page is asked."""

from datetime import date

from django.utils.translation import gettext as _

from core.text import format_date

EARLIEST = date(2000, 1, 1)


def day_asked(text: str, today: date) -> tuple[date, str]:
    """The day that an address names (YYYY-MM-DD), and what is wrong with it: today when it names none, no day, or
    one ahead or before 2000."""
    if not text:
        return today, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, _("“%(text)s” is no day. Write it as 2024-12-31.") % {"text": text[:40]}
    if not EARLIEST <= day <= today:
        return today, _("Choose a day between %(first)s and today.") % {"first": format_date(EARLIEST)}
    return day, ""
