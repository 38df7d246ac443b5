"""Fields of a contact in a file."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import ContactLevel, Influence, StakeholderRole, Stance
from integrations.fields.words import ACCOUNT, NAME, choices, words
from integrations.reading.fieldspecs import FieldSpec, KindSpec
from integrations.reading.fieldspecs import FieldType as T

CONTACTS = KindSpec(
    "contacts",
    _("Contacts"),
    (
        FieldSpec(
            "external_id",
            _("Contact's id"),
            T.REFERENCE,
            synonyms=words("id contact_id person_id user_id contact_external_id yhteyshenkilö_id ід ид"),
            help=_("Without it the e-mail address is the id."),
        ),
        ACCOUNT,
        FieldSpec(
            "name",
            _("Name"),
            T.TEXT,
            max_length=200,
            required=True,
            synonyms=words(
                f"{NAME} full_name contact_name contact person person_name yhteyshenkilö контакт піб "
                "контактна_особа контактное_лицо фио"
            ),
        ),
        FieldSpec(
            "email",
            _("E-mail"),
            T.EMAIL,
            synonyms=words(
                "e_mail mail email_address contact_email sähköposti sähköpostiosoite пошта "
                "електронна_пошта почта электронная_почта"
            ),
        ),
        FieldSpec(
            "phone",
            _("Phone"),
            T.TEXT,
            max_length=40,
            synonyms=words("phone_number telephone tel mobile cell puhelin puhelinnumero телефон"),
        ),
        FieldSpec(
            "title",
            _("Title"),
            T.TEXT,
            max_length=120,
            synonyms=words("job_title position occupation titteli tehtävänimike посада должность"),
        ),
        FieldSpec(
            "stakeholder_role",
            _("Stakeholder role"),
            T.CHOICE,
            synonyms=words("role contact_role stakeholder buying_role rooli роль"),
            choices=choices(
                StakeholderRole,
                {
                    "sponsor": "executive sponsor;exec sponsor",
                    "champion": "advocate",
                    "economic_buyer": "buyer;budget holder;procurement",
                    "decision_maker": "decider",
                    "end_user": "user;end users;key user",
                    "it": "it contact;technical;technical contact;administrator;admin",
                    "other": "stakeholder",
                },
            ),
        ),
        FieldSpec(
            "level",
            _("Level"),
            T.CHOICE,
            synonyms=words("seniority management_level taso рівень уровень"),
            choices=choices(
                ContactLevel,
                {
                    "c_level": "clevel;c-suite;csuite;executive;exec;ceo;cfo;cto;cio;coo",
                    "director": "head;head of;senior director;vp;vice president;svp",
                    "manager": "mgr;senior manager;team lead;lead",
                    "specialist": "individual contributor;ic;employee;staff;other",
                },
            ),
        ),
        FieldSpec(
            "influence",
            _("Influence"),
            T.CHOICE,
            synonyms=words("influence_level power vaikutusvalta вплив влияние"),
            choices=choices(
                Influence,
                {
                    "low": "1;matala;низький;низкий",
                    "medium": "2;mid;normal;keskitaso;середній;средний",
                    "high": "3;korkea;високий;высокий",
                },
            ),
        ),
        FieldSpec(
            "stance",
            _("Stance"),
            T.CHOICE,
            synonyms=words("attitude disposition relationship kanta ставлення отношение"),
            choices=choices(
                Stance,
                {
                    "promoter": "strong supporter",
                    "supporter": "positive;friendly",
                    "neutral": "passive",
                    "critic": "negative;sceptic;skeptic",
                    "detractor": "blocker;opponent",
                },
            ),
        ),
        FieldSpec(
            "language",
            _("Language"),
            T.TEXT,
            max_length=10,
            synonyms=words("lang locale preferred_language kieli мова язык"),
        ),
    ),
    subject=words("contact person stakeholder"),
)
