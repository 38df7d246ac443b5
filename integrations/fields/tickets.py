"""Fields of a support ticket in a file."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import TicketPriority, TicketStatus
from integrations.fields.words import ACCOUNT, choices, words
from integrations.reading.fieldspecs import FieldSpec, KindSpec
from integrations.reading.fieldspecs import FieldType as T

TICKETS = KindSpec(
    "tickets",
    _("Support tickets"),
    (
        FieldSpec(
            "external_id",
            _("Ticket's id"),
            T.REFERENCE,
            required=True,
            synonyms=words(
                "id ticket_id ticket ticket_number case_id case_number issue_id tiketti заявка тікет тикет"
            ),
        ),
        ACCOUNT,
        FieldSpec(
            "subject",
            _("Subject"),
            T.TEXT,
            max_length=300,
            synonyms=words("title summary ticket_subject aihe otsikko тема"),
        ),
        FieldSpec(
            "priority",
            _("Priority"),
            T.CHOICE,
            synonyms=words("severity urgency ticket_priority prioriteetti пріоритет приоритет"),
            choices=choices(
                TicketPriority,
                {
                    "low": "p4;minor;trivial;matala;низький;низкий",
                    "normal": "medium;p3;moderate;default;normaali;звичайний;средний;обычный",
                    "high": "p2;major;important;korkea;високий;высокий",
                    "urgent": "p1;critical;blocker;p0;kiireellinen;терміновий;срочный",
                },
            ),
        ),
        FieldSpec(
            "opened_at",
            _("Opened"),
            T.DATETIME,
            required=True,
            synonyms=words(
                "submitted_at opened opened_on created created_at created_on open_date submitted date "
                "start_date avattu luotu створено відкрито создано открыто"
            ),
        ),
        FieldSpec(
            "closed_at",
            _("Closed"),
            T.DATETIME,
            synonyms=words(
                "closed closed_on resolved resolved_at solved_at close_date end_date suljettu ratkaistu "
                "закрито закрыто"
            ),
        ),
        FieldSpec(
            "first_response_minutes",
            _("First response, minutes"),
            T.INTEGER,
            minimum=0,
            synonyms=words(
                "first_response_time_minutes first_response first_response_time first_reply_minutes"
            ),
        ),
        FieldSpec(
            "resolution_hours",
            _("Resolution, hours"),
            T.DECIMAL,
            minimum=0,
            synonyms=words("resolution_time_hours resolution_time time_to_resolution hours_to_close"),
        ),
        FieldSpec(
            "satisfaction_score",
            _("Satisfaction, 1 to 5"),
            T.INTEGER,
            minimum=1,
            maximum=5,
            synonyms=words(
                "satisfaction csat csat_score rating score tyytyväisyys задоволеність удовлетворенность"
            ),
        ),
        FieldSpec(
            "escalated",
            _("Escalated"),
            T.BOOLEAN,
            synonyms=words("escalation_flag escalation is_escalated eskaloitu ескальовано эскалировано"),
        ),
        FieldSpec(
            "status",
            _("Status"),
            T.CHOICE,
            synonyms=words("state ticket_status tila статус"),
            choices=choices(
                TicketStatus,
                {
                    "open": "new;in progress;pending;waiting;on hold;reopened;avoin;відкрито;открыт",
                    "closed": "resolved;solved;done;cancelled;suljettu;закрито;закрыт",
                },
            ),
        ),
    ),
    subject=words("ticket case"),
)
