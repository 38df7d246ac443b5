"""Fields of a reading in a file."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from health.choices import MetricKey
from health.models import Metric
from health.selectors.cards import metric_label
from integrations.fields.words import ACCOUNT, NOTE, choices, words
from integrations.reading.fieldspecs import FieldSpec, KindSpec
from integrations.reading.fieldspecs import FieldType as T
from integrations.reading.texts import choice_key, is_absent

METRICS = choices(
    MetricKey,
    {
        "utilisation_features": "feature utilisation;features;feature usage;feature utilization",
        "utilisation_licences": "licence activation;licences;licenses;license activation;licence utilisation",
        "support_tickets": "support;tickets",
        "sentiment": "customer sentiment;nps;csat",
        "sponsor_coverage": "sponsor coverage;sponsor;advocacy;executive sponsor",
        "financial_health": "financial health;finance;payments",
        "growth": "customer growth;expansion;net spend",
    },
)

READINGS = KindSpec(
    "readings",
    _("Readings"),
    (
        ACCOUNT,
        FieldSpec(
            "metric",
            _("Metric"),
            T.CHOICE,
            required=True,
            synonyms=words(
                "metric_key metric_name measure indicator kpi mittari показник метрика показатель"
            ),
            choices=METRICS,
            open_choices=True,
            max_length=120,
            help=_(
                "By name, of the default metrics or of your own. A file of one metric needs no such column."
            ),
        ),
        FieldSpec(
            "rating",
            _("Rating"),
            T.INTEGER,
            required=True,
            one_of="measure",
            synonyms=words("score rate grade points arvosana оцінка оценка"),
            minimum=0,
        ),
        FieldSpec(
            "value",
            _("Measured value"),
            T.DECIMAL,
            required=True,
            one_of="measure",
            synonyms=words("raw_value measured_value reading result amount arvo значення значение"),
        ),
        FieldSpec(
            "measured_on",
            _("Measured on"),
            T.DATE,
            required=True,
            synonyms=words(
                "date measured_at measured day as_of reading_date recorded_on pvm päivä päivämäärä дата"
            ),
        ),
        FieldSpec("note", _("Note"), T.LONG_TEXT, synonyms=words(f"{NOTE} reason"), max_length=500),
    ),
    subject=words("reading metric"),
)


def metrics_by_word(metrics: Iterable[Metric]) -> dict[str, str]:
    """The keys of a workspace's metrics by their keys and names, in the form of `choice_key`."""
    return {choice_key(text): one.key for one in metrics for text in (one.key, metric_label(one))}


def is_known_metric(word: str, own: dict[str, str]) -> bool:
    """Whether a file's word names a metric: one of the workspace by name, or a default one by a common spelling. What
    has no letters and says nothing is not asked about either."""
    spelled = {choice_key(str(choice.label)) for choice in METRICS} | {
        choice_key(text) for choice in METRICS for text in (choice.key, *choice.words)
    }
    key = choice_key(word)
    return not key or is_absent(word) or key in own or key in spelled
