"""The name of a scorecard."""

from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import Guarded, text


class CardForm(Guarded):
    name = text(_("Name"), 80, required=True)
