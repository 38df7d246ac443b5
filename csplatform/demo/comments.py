"""What colleagues say of some scores, in the company's language."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.choices import OwnerRole
from accounts.models import Account
from csplatform.demo.chance import chance
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from health.choices import Band
from health.models import Score
from health.services.comments import comment_on_score
from workspaces.models import Member

MOST = 6
"""Of each band."""
#: Days ago on which something is said; the score of that day is kept with it.
SAID = (1, 6)

COMMENTS: Mapping[str, Mapping[Band, tuple[str, ...]]] = {
    "en": {
        Band.AT_RISK: (
            "Nobody there is surprised by this. Their site leads have been short of people since spring; I asked for half an hour with the sponsor this week.",
            "Agreed with the score. The get-well plan is written, the customer sees it on Thursday.",
            "I had them better than this until I saw who really signs in. Let us talk about it in the team meeting.",
        ),
        Band.MONITOR: (
            "Looks worse than it is: the second team starts next month and is counted already.",
            "Fair. The sponsor changed, and the new one has not seen a review yet.",
            "One metric pulls it down. I shall call them before the next look, then decide.",
        ),
        Band.HEALTHY: (
            "True, and they would say so to others: asked them for a reference.",
            "Good, but it hangs on one person. A second contact is my aim for this quarter.",
        ),
    },
    "fi": {
        Band.AT_RISK: (
            "Ei tullut heille yllätyksenä. Esihenkilöistä on ollut pulaa keväästä asti; pyysin sponsorilta puolta tuntia tälle viikolle.",
            "Samaa mieltä pisteistä. Toipumissuunnitelma on kirjoitettu, asiakas näkee sen torstaina.",
            "Pidin tilannetta parempana, kunnes näin ketkä oikeasti kirjautuvat. Otetaan puheeksi tiimipalaverissa.",
        ),
        Band.MONITOR: (
            "Näyttää huonommalta kuin on: toinen yksikkö aloittaa ensi kuussa, mutta se on jo laskettu mukaan.",
            "Oikein arvioitu. Sponsori vaihtui, eikä uusi ole vielä nähnyt yhtään katsausta.",
            "Yksi mittari vetää alas. Soitan heille ennen seuraavaa arviota ja päätän sitten.",
        ),
        Band.HEALTHY: (
            "Pitää paikkansa, ja he sanoisivat sen muillekin: pyysin heitä referenssiksi.",
            "Hyvä, mutta kaikki on yhden ihmisen varassa. Toinen yhteyshenkilö on tämän neljänneksen tavoitteeni.",
        ),
    },
    "uk": {
        Band.AT_RISK: (
            "Для них це не новина: з весни бракує керівників груп. Попросив у спонсора пів години цього тижня.",
            "Згоден з оцінкою. План відновлення написано, клієнт побачить його в четвер.",
            "Я вважав, що справи кращі, доки не побачив, хто справді входить у систему. Обговоримо на нараді.",
        ),
        Band.MONITOR: (
            "Виглядає гірше, ніж є: друга команда починає наступного місяця, а її вже пораховано.",
            "Справедливо. Спонсор змінився, і новий ще не бачив жодного огляду.",
            "Один показник тягне вниз. Подзвоню їм до наступної оцінки, потім вирішу.",
        ),
        Band.HEALTHY: (
            "Так і є, і вони сказали б це іншим: попросили їх про рекомендацію.",
            "Добре, але все тримається на одній людині. Друга контактна особа – моя мета на цей квартал.",
        ),
    },
}


def say_of_scores(
    company: Company, customers: list[Customer], *, seed: int, today: date, now: datetime
) -> int:
    """Comments on scores of the last days, in the workspace in force and after scoring; returns how many."""
    accounts = {one.external_id: one for one in Account.objects.all()}
    members = {one.user.email: one for one in Member.objects.select_related("user")}
    rng = chance(seed, company.slug, "comments")
    words = COMMENTS[company.tongue.language]
    said = dict.fromkeys(words, 0)
    for customer in customers:
        day = today - timedelta(days=rng.randint(*SAID))
        at = datetime.combine(day, time(rng.randint(9, 15), rng.randrange(60)), ZoneInfo(company.time_zone))
        account = accounts[customer.external_id]
        if OwnerRole.CSM not in customer.owners or customer.churned_on or min(said.values()) >= MOST:
            continue
        stood = Score.objects.filter(account=account, scored_on__lte=day).order_by("-scored_on").first()
        band = Band(stood.band) if stood else Band.UNKNOWN
        if said.get(band, MOST) < MOST:
            body = words[band][said[band] % len(words[band])]
            by = members[customer.owners[OwnerRole.CSM]]
            comment_on_score(account, body, by=by, day=day, now=min(at, now))
            said[band] += 1
    return sum(said.values())
