"""What people wrote, as pages show it: escaped, with its line breaks, addresses and names of colleagues."""

from collections.abc import Iterable

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.rules import Piece, pieces


def as_html(text: str, names: Iterable[str] = ()) -> SafeString:
    """Plain text as safe HTML. Markup in it is shown as it was written; only http and https become links.

    `names`: of those whom the text brought in with @.
    """
    return mark_safe("".join(_html(piece) for piece in pieces(text, names)))


def _html(piece: Piece) -> str:
    if piece.kind == "link":
        link = '<a href="{}" rel="nofollow noopener noreferrer" target="_blank">{}</a>'
        return format_html(link, piece.text, piece.text)
    if piece.kind == "mention":
        return format_html('<b class="cs-mention">{}</b>', piece.text)
    return str(escape(piece.text)).replace("\n", "<br>")
