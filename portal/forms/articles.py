"""Forms of articles."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_accounts
from accounts.choices import Segment
from accounts.forms.fields import Guarded, choice, text
from accounts.selectors.names import accounts_named
from portal.choices.articles import ArticleLanguage, Audience
from portal.models import ArticleVersion
from portal.models.articles import BODY, TITLE
from portal.services.articles import ArticleFields
from workspaces.models import Member


class ArticleForm(Guarded):
    """What the article says, and to whom; of the audiences those that the member may write for."""

    title = text(_("Title"), TITLE, required=True)
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=BODY,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true"}),
        help_text=_(
            "Markdown: # before a heading, - before a point, **bold**, [words](https://address)."
            " Pictures and other markup are left out."
        ),
        error_messages={"max_length": _("The text is too long: 60,000 characters at most.")},
    )
    language = choice(_("Language"), ArticleLanguage.choices)
    segment = choice(_("Segment"), Segment.choices, empty=_("No segment"))

    def __init__(self, *args: Any, member: Member, writes_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        audiences = [one for one in Audience.choices if writes_all or one[0] == Audience.ACCOUNT]
        self.fields["audience"] = choice(_("Who may read it"), audiences)
        self.fields["account"] = text(_("Customer"), 200, list="account-names", autocomplete="off")
        if not writes_all:
            del self.fields["segment"]

    def clean_account(self) -> int | None:
        """The id of the account whose whole name or external id was written."""
        written = self.cleaned_data["account"].strip()
        if not written or self.data.get("audience") != Audience.ACCOUNT:
            return None
        found = accounts_named(visible_accounts(self.member), written)
        if len(found) == 1:
            return found[0]
        if found:
            words = say("%(n)s accounts are called “%(name)s”. Write the external id instead.")
            raise forms.ValidationError(words % {"n": len(found), "name": written[:60]})
        words = say("No account that you see is called “%(name)s”. Write its whole name or external id.")
        raise forms.ValidationError(words % {"name": written[:60]})

    def article_fields(self) -> ArticleFields:
        values = self.cleaned_data
        return ArticleFields(
            title=values["title"],
            body=values["body"],
            language=values["language"],
            audience=values["audience"],
            segment=values.get("segment", ""),
            account_id=values["account"],
        )


def initial_of(version: ArticleVersion) -> dict[str, Any]:
    """A version as the form's fields."""
    return {
        "title": version.title,
        "body": version.body,
        "language": version.language,
        "audience": version.audience,
        "segment": version.segment,
        "account": version.account.name if version.account else "",
    }


class VersionForm(forms.Form):
    """The version that a deed was decided on; without one, the deed is refused as overtaken."""

    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    @property
    def sent_version(self) -> int:
        return (self.cleaned_data.get("version") or 0) if self.is_valid() else 0


class OrderForm(forms.Form):
    """One article's place among those to read first: put there, taken away, or one up or down."""

    PUT, TAKE, UP, DOWN = "put", "take", "up", "down"

    article = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    way = forms.ChoiceField(choices=[(one, one) for one in (PUT, TAKE, UP, DOWN)])
