"""Fields of a churn record in a file."""

from django.utils.translation import gettext_lazy as _

from integrations.fields.words import ACCOUNT, CURRENCY, NOTE, choices, words
from integrations.reading.fieldspecs import FieldSpec, KindSpec
from integrations.reading.fieldspecs import FieldType as T
from lifecycle.choices import ChurnReason

DECLINE_CODES = choices(
    ChurnReason,
    {
        "no_return": "no roi;no value;no return",
        "slow_setup": "slow onboarding;slow implementation",
        "unmet_expectations": "expectations",
        "low_adoption": "adoption;low usage;not used",
        "missing_features": "features;feature gap;missing feature;functionality",
        "poor_quality": "quality;bugs;reliability",
        "sponsor_lost": "champion left;sponsor left;lost sponsor",
        "acquired": "acquisition;merger;merged",
        "strategy": "strategy change;strategic change",
        "wrong_fit": "bad fit;not a fit;poor fit",
        "relationship": "relationships;bad relationship",
        "price": "pricing;price;budget;cost;too expensive",
        "competitor": "competition;switched to competitor",
        "support": "poor support;service",
        "unknown": "not known;n/a;none",
    },
)

CHURN = KindSpec(
    "churn",
    _("Churn records"),
    (
        FieldSpec(
            "external_id",
            _("Churn record's id"),
            T.REFERENCE,
            required=True,
            synonyms=words("id churn_event_id churn_id event_id record_id"),
        ),
        ACCOUNT,
        FieldSpec(
            "churned_on",
            _("Churned on"),
            T.DATE,
            required=True,
            synonyms=words(
                "churn_date date churned_at churned cancelled_on cancel_date lost_on end_date дата"
            ),
        ),
        FieldSpec(
            "reason",
            _("Reason"),
            T.CHOICE,
            synonyms=words("reason_code churn_reason decline_code cancel_reason syy причина"),
            choices=DECLINE_CODES,
            open_choices=True,
            help=_("A decline code where it is one; other words are kept as they stand."),
        ),
        FieldSpec(
            "refund_amount",
            _("Refund"),
            T.MONEY,
            minimum=0,
            synonyms=words("refund refunded refund_value hyvitys повернення возврат"),
        ),
        FieldSpec("currency", _("Currency"), T.CURRENCY, synonyms=words(CURRENCY)),
        FieldSpec(
            "is_reactivation",
            _("Reactivation"),
            T.BOOLEAN,
            synonyms=words("reactivation reactivated reactivation_flag returned is_return"),
        ),
        FieldSpec(
            "after_upgrade",
            _("After an upgrade"),
            T.BOOLEAN,
            synonyms=words("preceding_upgrade_flag preceding_upgrade upgraded_before"),
        ),
        FieldSpec(
            "after_downgrade",
            _("After a downgrade"),
            T.BOOLEAN,
            synonyms=words("preceding_downgrade_flag preceding_downgrade downgraded_before"),
        ),
        FieldSpec(
            "comment",
            _("Comment"),
            T.LONG_TEXT,
            synonyms=words(f"{NOTE} feedback feedback_text customer_comment palaute відгук отзыв"),
            max_length=1_000,
        ),
    ),
    subject=words("churn"),
)
