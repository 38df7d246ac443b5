"""Who of an invented company's customers comes into the portal, and how often: of the larger ones their first contacts."""

from datetime import datetime, timedelta
from hashlib import sha256

from accounts.choices import AccountStatus, Segment
from accounts.models import AccountOwner, Contact
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from portal.models import PortalLogin, PortalSession
from portal.rules.logins import SESSION_LASTS
from portal.services.log_ins import keep_metric

PEOPLE = {Segment.ENTERPRISE.value: 4, Segment.MID_MARKET.value: 2}
DAYS = 75


def open_portal(company: Company, *, seed: int, now: datetime) -> int:
    """Logins of contacts and their sign-ins of the last weeks, in bulk; answers how many logins. Nobody holds a cookie
    of them."""
    rng = chance(seed, company.slug, "portal")
    found = Contact.objects.filter(account__status=AccountStatus.ACTIVE, account__segment__in=list(PEOPLE))
    owners = dict(AccountOwner.objects.filter(role="csm").values_list("account_id", "member_id"))
    chosen: dict[int, list[Contact]] = {}
    taken: set[str] = set()
    for contact in found.exclude(email="").select_related("account").order_by("account_id", "pk"):
        people = chosen.setdefault(contact.account_id, [])
        if len(people) < PEOPLE[contact.account.segment] and contact.email.lower() not in taken:
            people.append(contact)
            taken.add(contact.email.lower())
    logins = [
        PortalLogin(
            contact=contact,
            account_id=contact.account_id,
            email=contact.email.lower(),
            is_admin=place == 0,
            invited_at=now - timedelta(days=DAYS + 5),
            invited_by_id=owners.get(contact.account_id),
        )
        for people in chosen.values()
        for place, contact in enumerate(people)
        if rng.random() < 0.85
    ]
    sessions = [
        (login, now - timedelta(days=rng.uniform(0.2, DAYS)))
        for login in logins
        for _ in range(rng.choice((0, 1, 2, 4, 7)))
    ]
    for login, at in sessions:
        login.first_seen_at = min(login.first_seen_at or at, at)
        login.last_seen_at = max(login.last_seen_at or at, at)
    PortalLogin.objects.bulk_create(logins, batch_size=500)
    PortalSession.objects.bulk_create(
        [
            PortalSession(
                login=login, secret_hash=sha256(f"{seed} {company.slug} {number}".encode()).hexdigest(),
                epoch=1, is_admin=login.is_admin, created_at=at, seen_at=at, ended_at=at,
                expires_at=at + SESSION_LASTS,
            )
            for number, (login, at) in enumerate(sessions)
        ],
        batch_size=500,
    )  # fmt: skip
    keep_metric()
    return len(logins)
