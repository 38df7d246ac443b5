"""The five invented customers beside the sign-in form; the same everywhere, from no database."""

from dataclasses import dataclass

from django import template

from core.charts import Week

register = template.Library()


@dataclass(frozen=True, slots=True)
class Shown:
    name: str
    weeks: tuple[Week, ...]

    @property
    def score(self) -> float:
        return float(self.weeks[-1][0] or 0)

    @property
    def band(self) -> str:
        return self.weeks[-1][1]


def _weeks(scores: str) -> tuple[Week, ...]:
    return tuple((value, _band(value)) for value in map(float, scores.split()))


def _band(score: float) -> str:
    return "healthy" if score >= 60 else "monitor" if score >= 40 else "at_risk"


ROWS = (
    Shown("Pohjanmaan Voima", _weeks("76 77 77 74 77 76 75 78 79 78 79 79 76 81 81 83 80 82.5")),
    Shown("Itämeri Foods", _weeks("61.5 60.5 61.5 61.5 64 64 64 64 64 64 63.5 61.5 61 54 53 50.5 48 49.5")),
    Shown("Lumo Retail Group", _weeks("54 54 54 53 54 53 54 50 51 49 46 43 42 40.5 40.5 37 36 34")),
    Shown("Oulun Hoivapalvelut", _weeks("46 45 46 44 47 45 45 46 49 51 50 52 55 61 62 63 63 68.5")),
    Shown("Hämeen Apteekit", _weeks("83 83 82 82 81 83 84 84 83 83 84 83 86 86 84 87 86 86")),
)


@register.simple_tag
def showcase() -> tuple[Shown, ...]:
    return ROWS
