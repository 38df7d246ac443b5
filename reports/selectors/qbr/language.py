"""The language in which a customer's review is offered first."""

from collections import Counter

from accounts.choices import StakeholderRole
from accounts.models import Account, Contact
from reports.choices import Language
from workspaces.models import Workspace

OF_COUNTRY = {"FI": Language.FINNISH, "UA": Language.UKRAINIAN}


def language_for(account: Account, workspace: Workspace) -> str:
    """The sponsor's language, else that of most contacts who have not left, else of the account's country, else the
    workspace's; English where none of them is one that reviews are printed in. One query."""
    spoken = [
        (role, code)
        for role, told in Contact.objects.filter(account=account, left_on=None)
        .exclude(language="")
        .values_list("stakeholder_role", "language")
        if (code := told.replace("_", "-").partition("-")[0].lower()) in Language
    ]
    sponsors = [code for role, code in spoken if role == StakeholderRole.SPONSOR]
    most = Counter(sponsors or [code for _role, code in spoken])
    if most:
        return min(most, key=lambda code: (-most[code], code))
    country = OF_COUNTRY.get(account.country)
    if country is not None:
        return country.value
    return workspace.language if workspace.language in Language else Language.ENGLISH.value
