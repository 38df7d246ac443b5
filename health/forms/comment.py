"""The form of a comment on a score."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import Guarded


class CommentForm(Guarded):
    body = forms.CharField(
        label=_("Comment"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-send": ""}),
        error_messages={
            "required": _("Write what you want to say of this score."),
            "max_length": _("Shorten the comment to 1000 characters."),
        },
    )
