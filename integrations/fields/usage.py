"""Fields of a usage event in a file."""

from django.utils.translation import gettext_lazy as _

from integrations.fields.words import ACCOUNT_IDS, words
from integrations.reading.fieldspecs import FieldSpec, KindSpec
from integrations.reading.fieldspecs import FieldType as T

USAGE = KindSpec(
    "usage",
    _("Usage"),
    (
        FieldSpec(
            "message_id",
            _("Event's id"),
            T.REFERENCE,
            max_length=200,
            synonyms=words("id usage_id event_id message message_uuid uuid"),
            help=_("The same event is counted once. Without it the whole row is its id."),
        ),
        FieldSpec(
            "contract",
            _("Contract's id"),
            T.REFERENCE,
            required=True,
            one_of="subject",
            synonyms=words(
                "subscription_id subscription contract_id contract_number sopimus_id договір договор"
            ),
        ),
        FieldSpec(
            "account",
            _("Account's id"),
            T.REFERENCE,
            required=True,
            one_of="subject",
            synonyms=words(ACCOUNT_IDS),
        ),
        FieldSpec(
            "occurred_at",
            _("When"),
            T.DATETIME,
            required=True,
            synonyms=words(
                "occurred_on usage_date date day timestamp time event_date event_time used_at used_on ts "
                "päivä päivämäärä aika дата час время"
            ),
        ),
        FieldSpec(
            "feature",
            _("Feature"),
            T.TEXT,
            synonyms=words(
                "feature_name feature_key event event_name action module ominaisuus функція функция"
            ),
        ),
        FieldSpec(
            "quantity",
            _("Times used"),
            T.INTEGER,
            minimum=0,
            synonyms=words(
                "usage_count count uses usage events hits times amount määrä кількість количество"
            ),
        ),
        FieldSpec(
            "duration_seconds",
            _("Seconds used"),
            T.INTEGER,
            minimum=0,
            synonyms=words(
                "usage_duration_secs usage_duration duration duration_secs seconds duration_sec kesto"
            ),
        ),
        FieldSpec(
            "error_count",
            _("Errors"),
            T.INTEGER,
            minimum=0,
            synonyms=words("errors error_counts failures virheet помилки ошибки"),
        ),
        FieldSpec(
            "user_id",
            _("User's id"),
            T.REFERENCE,
            max_length=200,
            synonyms=words(
                "user user_external_id user_email username actor end_user käyttäjä користувач пользователь"
            ),
            help=_("Counts active users against seats."),
        ),
        FieldSpec(
            "is_beta",
            _("Beta feature"),
            T.BOOLEAN,
            synonyms=words("is_beta_feature beta beta_feature beta_flag"),
        ),
    ),
    subject=words("usage event"),
)
