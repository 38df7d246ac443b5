"""What the page of a campaign says of its waves."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from surveys.models import Answer, Campaign, Recipient, Wave
from surveys.rules import Tally, tally_of

SHOWN = 20


@dataclass(frozen=True, slots=True)
class WaveShown:
    """A wave with how many it asks, wrote to, reminded and heard from."""

    wave: Wave
    chosen: int
    invited: int
    reminded: int
    tally: Tally

    @property
    def share(self) -> float | None:
        """Percent of the invited who answered."""
        return 100 * min(self.tally.answers, self.invited) / self.invited if self.invited else None


def waves_of(campaign: Campaign) -> list[WaveShown]:
    """The newest waves of a campaign. Three queries."""
    waves = list(Wave.objects.filter(campaign=campaign).order_by("-starts_on", "-pk")[:SHOWN])
    ids = [wave.pk for wave in waves]
    asked = {
        wave_id: (chosen, invited, reminded)
        for wave_id, chosen, invited, reminded in Recipient.objects.filter(wave_id__in=ids)
        .order_by()
        .values_list("wave_id")
        .annotate(
            chosen=Count("pk"),
            invited=Count("pk", filter=Q(invited_at__isnull=False)),
            reminded=Count("pk", filter=Q(reminded_at__isnull=False)),
        )
    }
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    given = Answer.objects.filter(wave_id__in=ids).order_by().values_list("wave_id", "score")
    for wave_id, score, n in given.annotate(n=Count("pk")):
        counts[wave_id][score] = n
    return [
        WaveShown(wave, *asked.get(wave.pk, (0, 0, 0)), tally_of(campaign.kind, counts[wave.pk]))
        for wave in waves
    ]
