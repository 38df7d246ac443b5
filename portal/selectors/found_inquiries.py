"""The inquiries of one account by words of their subject, or by number; few enough to look at each."""

from django.db.models import Q

from core.text import name_key
from portal.models import Inquiry

MOST_WORDS, LONGEST_NUMBER = 8, 9


def inquiries_like(account_id: int, text: str, limit: int) -> list[Inquiry]:
    """Those whose subject holds every word, or that have the number typed ("2291", "#2291"), the last moved first."""
    rows = Inquiry.objects.filter(account_id=account_id)
    for word in name_key(text[:200].replace("\0", " ")).split()[:MOST_WORDS]:
        fits = Q(subject_key__contains=word)
        digits = word.removeprefix("#")
        if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER:
            fits |= Q(number=int(digits))
        rows = rows.filter(fits)
    return list(rows.order_by("-moved_at", "-pk")[:limit])
