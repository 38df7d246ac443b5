"""A few papers kept with the largest customers, in the company's language."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.choices import Segment
from accounts.models import Account, AccountFile
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from workspaces.models import Member
from workspaces.services.files import store_file

MOST = 8
#: By language: name of the file, and what stands in it; `{name}` is the customer's.
PAPERS = {
    "en": (
        ("Adoption plan.txt", "Adoption plan for {name}\n\n1. Train the shift leads.\n2. Move the reports over.\n3. Review after 60 days.\n"),
        ("Minutes of the kick-off.txt", "Kick-off with {name}\n\nAgreed: one contact on each side, a call every second week.\n"),
    ),
    "fi": (
        ("Käyttöönottosuunnitelma.txt", "Käyttöönottosuunnitelma: {name}\n\n1. Esihenkilöiden koulutus.\n2. Raportit siirretään.\n3. Seuranta 60 päivän kuluttua.\n"),
        ("Aloituspalaverin muistio.txt", "Aloituspalaveri, {name}\n\nSovittu: yksi yhteyshenkilö kummallakin puolella, puhelu joka toinen viikko.\n"),
    ),
    "uk": (
        ("План впровадження.txt", "План впровадження: {name}\n\n1. Навчання керівників змін.\n2. Перенесення звітів.\n3. Перегляд через 60 днів.\n"),
        ("Протокол стартової зустрічі.txt", "Стартова зустріч, {name}\n\nДомовились: по одній контактній особі з кожного боку, дзвінок раз на два тижні.\n"),
    ),
}  # fmt: skip


def keep_papers(company: Company, customers: list[Customer], *, today: date, now: datetime) -> int:
    """Keep them, in the workspace in force, each a few weeks after the start; returns how many files."""
    accounts = {one.external_id: one for one in Account.objects.all()}
    members = {one.user.email: one for one in Member.objects.select_related("user")}
    large = [one for one in customers if one.segment == Segment.ENTERPRISE and one.owners][:MOST]
    kept = 0
    for customer in large:
        account, by = accounts[customer.external_id], members[next(iter(customer.owners.values()))]
        begun = max(customer.since_on or today, today - timedelta(days=500))
        for number, (name, words) in enumerate(PAPERS[company.tongue.language]):
            day = begun + timedelta(days=9 + 12 * number)
            at = min(now, datetime.combine(day, time(10, 20 + number), ZoneInfo(company.time_zone)))
            content = words.format(name=account.name).encode()
            file = store_file([content], name=name, content_type="text/plain", by=by, now=at)
            AccountFile.objects.create(account=account, file=file, added_at=at, added_by=by)
            kept += 1
    return kept
