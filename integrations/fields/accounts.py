"""Fields of an account in a file."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Segment, Stage, Touch
from integrations.fields.words import CURRENCY, NAME, NOTE, PLAN, SEATS, TRIAL, choices, words
from integrations.reading.fieldspecs import FieldSpec, KindSpec
from integrations.reading.fieldspecs import FieldType as T

_SEGMENTS = choices(
    Segment,
    {
        "enterprise": "ent;large;large enterprise;key account;strategic;suuryritys",
        "mid_market": "mid;midmarket;mm;medium;mid-size;midsize;keskisuuri",
        "smb": "small business;small;sme;small and medium;pk;pienyritys;малий бізнес;малый бизнес",
    },
)
_TOUCHES = choices(Touch, {"low": "medium touch", "digital": "tech;tech touch;one to many"})
_STAGES = choices(
    Stage,
    {
        "land": "onboarding;new;prospect",
        "adopt": "adoption;adopting;implementation;live",
        "expand": "expansion;expanding;growth;upsell",
        "renew": "renewal;renewing",
    },
)
_ROLE_OWNERS = (
    ("csm_email", _("CSM's e-mail"), "csm csm_owner customer_success_manager csm_mail"),
    ("am_email", _("Account Manager's e-mail"), "am account_manager am_mail owner_email account_owner"),
    ("dm_email", _("Delivery Manager's e-mail"), "dm delivery_manager dm_mail"),
    ("rm_email", _("Renewal Manager's e-mail"), "rm renewal_manager rm_mail"),
)

_TEAM_OWNERS = (
    ("csm_team", _("CSM's team"), "csm_pool cs_team customer_success_team"),
    ("am_team", _("Account Manager's team"), "am_pool account_team sales_team"),
    ("dm_team", _("Delivery Manager's team"), "dm_pool delivery_team"),
    ("rm_team", _("Renewal Manager's team"), "rm_pool renewal_team"),
)

ACCOUNTS = KindSpec(
    "accounts",
    _("Accounts"),
    (
        FieldSpec(
            "external_id",
            _("Account's id"),
            T.REFERENCE,
            required=True,
            synonyms=words(
                "id account_id account_external_id customer_id client_id company_id organization_id "
                "organisation_id org_id crm_id account_number customer_number asiakas_id asiakasnumero "
                "asiakastunnus tunnus ід ід_клієнта код код_клієнта номер_клієнта ид id_клиента код_клиента"
            ),
            help=_("The id in the system it comes from. The same id updates the same account."),
        ),
        FieldSpec(
            "name",
            _("Account name"),
            T.TEXT,
            max_length=200,
            required=True,
            synonyms=words(
                f"{NAME} account_name customer_name client_name company_name company account customer client "
                "organization organisation asiakas asiakkaan_nimi yritys yrityksen_nimi клієнт назва_клієнта "
                "компанія назва_компанії клиент название_клиента компания название_компании"
            ),
        ),
        FieldSpec(
            "parent_external_id",
            _("Parent account's id"),
            T.REFERENCE,
            synonyms=words(
                "parent parent_id parent_account parent_account_id emoyhtiö материнська материнская"
            ),
        ),
        FieldSpec(
            "segment",
            _("Segment"),
            T.CHOICE,
            synonyms=words("seg customer_segment account_segment size_segment segmentti сегмент"),
            choices=_SEGMENTS,
        ),
        FieldSpec(
            "touch",
            _("Touch"),
            T.CHOICE,
            synonyms=words("touch_model touch_level coverage"),
            choices=_TOUCHES,
        ),
        FieldSpec(
            "stage",
            _("Stage"),
            T.CHOICE,
            synonyms=words("lifecycle_stage laer laer_stage customer_stage vaihe стадія этап етап стадия"),
            choices=_STAGES,
        ),
        FieldSpec(
            "industry",
            _("Industry"),
            T.TEXT,
            max_length=80,
            synonyms=words("sector vertical branch toimiala ala галузь індустрія отрасль индустрия"),
        ),
        FieldSpec(
            "country",
            _("Country"),
            T.COUNTRY,
            synonyms=words("country_code nation billing_country maa країна страна"),
        ),
        FieldSpec(
            "customer_since_on",
            _("Customer since"),
            T.DATE,
            synonyms=words(
                "signup_date sign_up_date signed_up customer_since since created created_at created_on "
                "start_date onboarded_on asiakas_alkaen liittymispäivä дата_реєстрації клієнт_з "
                "дата_регистрации клиент_с"
            ),
        ),
        FieldSpec("plan", _("Plan"), T.TEXT, max_length=80, synonyms=words(PLAN)),
        FieldSpec("seats", _("Seats"), T.INTEGER, synonyms=words(SEATS), minimum=0),
        FieldSpec("is_trial", _("Trial"), T.BOOLEAN, synonyms=words(TRIAL)),
        FieldSpec(
            "website",
            _("Website or domain"),
            T.TEXT,
            max_length=200,
            synonyms=words("domain url web homepage site verkkosivu сайт домен вебсайт"),
        ),
        FieldSpec(
            "churned_flag",
            _("Flagged churned"),
            T.BOOLEAN,
            synonyms=words("churn_flag churned is_churned churn poistunut відтік отток"),
            help=_("Kept and compared with contracts and churn records; it never sets the status."),
        ),
        *(
            FieldSpec(key, label, T.EMAIL, synonyms=words(names), help=_("A member's e-mail address."))
            for key, label, names in _ROLE_OWNERS
        ),
        *(
            FieldSpec(
                key,
                label,
                T.TEXT,
                max_length=80,
                synonyms=words(names),
                help=_("A team's name, where no one person looks after the account."),
            )
            for key, label, names in _TEAM_OWNERS
        ),
        FieldSpec("currency", _("Currency"), T.CURRENCY, synonyms=words(CURRENCY)),
        FieldSpec(
            "referral_source",
            _("Referral source"),
            T.TEXT,
            max_length=80,
            synonyms=words("referral source lead_source acquisition_channel channel lähde джерело источник"),
        ),
        FieldSpec("note", _("Note"), T.LONG_TEXT, synonyms=words(f"{NOTE} description"), max_length=10_000),
    ),
    subject=words("account customer client company"),
)
