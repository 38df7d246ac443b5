"""Fields of a contract in a file. Rows of one id are the lines of one contract."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import BillingFrequency, LineKind
from integrations.fields.words import ACCOUNT, CURRENCY, PLAN, SEATS, TRIAL, choices, words
from integrations.reading.fieldspecs import FieldSpec, KindSpec
from integrations.reading.fieldspecs import FieldType as T

CONTRACTS = KindSpec(
    "contracts",
    _("Contracts"),
    (
        FieldSpec(
            "external_id",
            _("Contract's id"),
            T.REFERENCE,
            required=True,
            synonyms=words(
                "id contract_id subscription_id subscription contract contract_number agreement_id order_id "
                "sopimus sopimus_id sopimusnumero договір номер_договору контракт договор номер_договора подписка"
            ),
        ),
        ACCOUNT,
        FieldSpec("plan", _("Product or plan"), T.TEXT, max_length=160, synonyms=words(PLAN)),
        FieldSpec(
            "line_kind",
            _("Kind of line"),
            T.CHOICE,
            synonyms=words("line_type revenue_type kind type item_type"),
            choices=choices(
                LineKind,
                {
                    "recurring": "subscription;licence;license;saas;mrr;arr",
                    "one_off": "one time;onetime;once;setup;project",
                    "adoption_service": "adoption;service;services;training;onboarding",
                },
            ),
        ),
        FieldSpec("seats", _("Seats"), T.INTEGER, synonyms=words(SEATS), minimum=0),
        FieldSpec(
            "mrr_amount",
            _("MRR"),
            T.MONEY,
            minimum=0,
            synonyms=words("mrr monthly_amount monthly_recurring_revenue monthly_fee kk_laskutus"),
        ),
        FieldSpec(
            "arr_amount",
            _("ARR"),
            T.MONEY,
            minimum=0,
            synonyms=words(
                "arr annual_amount annual annual_recurring_revenue annual_value acv "
                "vuosiarvo річна_сума годовая_сумма"
            ),
        ),
        FieldSpec("currency", _("Currency"), T.CURRENCY, synonyms=words(CURRENCY)),
        FieldSpec(
            "starts_on",
            _("Starts on"),
            T.DATE,
            required=True,
            synonyms=words(
                "start_date start begin begin_date starts start_on valid_from from_date effective_date "
                "contract_start alkaa alkupäivä alkamispäivä початок дата_початку начало дата_начала"
            ),
        ),
        FieldSpec(
            "ends_on",
            _("Ends on"),
            T.DATE,
            synonyms=words(
                "end_date end ends end_on valid_to valid_until until to_date expiry expiry_date expires_on "
                "renewal_date contract_end contract_until päättyy loppupäivä päättymispäivä кінець "
                "дата_закінчення окончание дата_окончания"
            ),
            help=_("Empty for an open-ended contract."),
        ),
        FieldSpec(
            "term_months",
            _("Term in months"),
            T.INTEGER,
            minimum=1,
            maximum=240,
            synonyms=words("term term_length period_months contract_length sopimuskausi строк срок"),
        ),
        FieldSpec(
            "notice_days",
            _("Notice in days"),
            T.INTEGER,
            minimum=0,
            maximum=3650,
            synonyms=words("notice notice_period notice_period_days irtisanomisaika"),
        ),
        FieldSpec(
            "auto_renew",
            _("Renews by itself"),
            T.BOOLEAN,
            synonyms=words(
                "auto_renew_flag auto_renewal autorenew automatic_renewal renews_automatically "
                "автопродовження автопродление"
            ),
        ),
        FieldSpec(
            "billing_frequency",
            _("Billing frequency"),
            T.CHOICE,
            synonyms=words("billing billing_period billing_cycle invoicing frequency laskutusväli"),
            choices=choices(
                BillingFrequency,
                {
                    "monthly": "month;1;per month;m;kuukausittain;щомісяця;ежемесячно",
                    "quarterly": "quarter;3;per quarter;q;щокварталу;ежеквартально",
                    "half_yearly": "semi annual;semiannual;biannual;6;half year;semi annually",
                    "annual": "annually;yearly;year;12;per year;y;vuosittain;щороку;ежегодно",
                },
            ),
        ),
        FieldSpec("is_trial", _("Trial"), T.BOOLEAN, synonyms=words(TRIAL)),
        FieldSpec(
            "upgrade_flag",
            _("Flagged upgraded"),
            T.BOOLEAN,
            synonyms=words("upgrade upgraded is_upgrade"),
            help=_("Kept as a fact of the source; movements are told from the amounts."),
        ),
        FieldSpec(
            "downgrade_flag",
            _("Flagged downgraded"),
            T.BOOLEAN,
            synonyms=words("downgrade downgraded is_downgrade"),
            help=_("Kept as a fact of the source; movements are told from the amounts."),
        ),
        FieldSpec(
            "churned_flag",
            _("Flagged churned"),
            T.BOOLEAN,
            synonyms=words("churn_flag churned is_churned churn"),
            help=_("Kept and compared with the end date; a contradiction is told."),
        ),
    ),
    subject=words("contract subscription agreement"),
)
