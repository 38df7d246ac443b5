"""Fields of an invoice, and of what settles one, in a file."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import InvoiceState, PaymentKind
from integrations.fields.words import ACCOUNT, CURRENCY, choices, words
from integrations.reading.fieldspecs import FieldSpec, KindSpec
from integrations.reading.fieldspecs import FieldType as T

NUMBER = "invoice_id invoice_number invoice_no invoice bill_number bill_no lasku laskunumero laskun_numero "
NUMBER += "рахунок номер_рахунку рахунок_фактура счет счёт номер_счета номер_счёта счет_фактура"
PAID_ON = "paid_on paid_at payment_date date_paid paid_date settled_on maksettu maksupäivä дата_оплати "
PAID_ON += "сплачено дата_оплаты оплачено"

INVOICES = KindSpec(
    "invoices",
    _("Invoices"),
    (
        FieldSpec(
            "external_id",
            _("Invoice's number"),
            T.REFERENCE,
            required=True,
            synonyms=words(f"id number no {NUMBER}"),
        ),
        ACCOUNT,
        FieldSpec(
            "contract",
            _("Contract's id"),
            T.REFERENCE,
            synonyms=words(
                "contract_id subscription_id subscription contract_number agreement_id sopimus "
                "sopimusnumero договір номер_договору договор номер_договора"
            ),
        ),
        FieldSpec(
            "issued_on",
            _("Issued"),
            T.DATE,
            required=True,
            synonyms=words(
                "issued issue_date issued_at invoice_date date created created_at bill_date laskun_päivä "
                "laskupäivä päiväys дата дата_рахунку виставлено дата_счета выставлен"
            ),
        ),
        FieldSpec(
            "due_on",
            _("Due"),
            T.DATE,
            required=True,
            one_of="due",
            synonyms=words(
                "due due_date due_at payment_due pay_by eräpäivä строк_оплати сплатити_до срок_оплаты оплатить_до"
            ),
        ),
        FieldSpec(
            "payment_days",
            _("Days to pay"),
            T.INTEGER,
            required=True,
            one_of="due",
            minimum=0,
            maximum=730,
            synonyms=words(
                "payment_terms terms net_days net maksuaika maksuehto днів_на_оплату дней_на_оплату"
            ),
            help=_("From the issue on, where the file has no due date."),
        ),
        FieldSpec(
            "amount",
            _("Amount, tax included"),
            T.MONEY,
            required=True,
            synonyms=words(
                "total total_amount gross gross_amount amount_due invoice_amount invoice_total sum summa "
                "loppusumma yhteensä сума сума_разом сумма итого"
            ),
        ),
        FieldSpec(
            "tax_amount",
            _("Tax"),
            T.MONEY,
            synonyms=words("tax vat vat_amount sales_tax alv vero пдв ндс налог"),
        ),
        FieldSpec("currency", _("Currency"), T.CURRENCY, synonyms=words(CURRENCY)),
        FieldSpec(
            "paid_on",
            _("Paid on"),
            T.DATE,
            synonyms=words(PAID_ON),
            help=_("Where payments do not come in a file of their own."),
        ),
        FieldSpec(
            "paid_amount",
            _("Paid"),
            T.MONEY,
            synonyms=words("amount_paid paid maksettu_summa сплачена_сума оплаченная_сумма"),
            help=_("Empty for the whole amount."),
        ),
        FieldSpec(
            "status",
            _("State"),
            T.CHOICE,
            synonyms=words("state invoice_status payment_status tila статус стан"),
            choices=choices(
                InvoiceState,
                {
                    "open": "unpaid;outstanding;sent;issued;pending;due;partially paid;avoin;відкрито;открыт",
                    "overdue": "late;past due;erääntynyt;прострочено;просрочен",
                    "paid": "settled;closed;maksettu;сплачено;оплачен",
                    "credited": "credit;cancelled;canceled;void;voided;written off;hyvitetty;скасовано;отменен",
                },
            ),
            help=_("Compared with the payments, never believed; a contradiction is told."),
        ),
    ),
    subject=words("invoice bill"),
)

PAYMENTS = KindSpec(
    "payments",
    _("Payments"),
    (
        FieldSpec(
            "external_id",
            _("Payment's id"),
            T.REFERENCE,
            synonyms=words(
                "id payment_id payment_number transaction_id transaction receipt receipt_number credit_note_id "
                "maksu maksutunnus платіж платеж"
            ),
            help=_("Without one a payment is known by invoice, day, amount and kind."),
        ),
        FieldSpec("invoice", _("Invoice's number"), T.REFERENCE, required=True, synonyms=words(NUMBER)),
        FieldSpec(
            "kind",
            _("Kind"),
            T.CHOICE,
            synonyms=words("type payment_type payment_kind tyyppi laji тип вид"),
            choices=choices(
                PaymentKind,
                {
                    "payment": "paid;transfer;card;bank transfer;receipt;refund;reversal;maksu;платіж;платеж",
                    "credit_note": "credit;credit memo;creditnote;write off;hyvitys;hyvityslasku;кредит нота",
                },
            ),
        ),
        FieldSpec(
            "paid_on",
            _("Paid on"),
            T.DATE,
            required=True,
            synonyms=words(f"date received received_on booked_on value_date päivä дата {PAID_ON}"),
        ),
        FieldSpec(
            "amount",
            _("Amount"),
            T.MONEY,
            required=True,
            synonyms=words(
                "sum total paid_amount amount_paid payment_amount received_amount summa maksettu_summa сума сумма"
            ),
            help=_("Below zero where a payment was taken back."),
        ),
        FieldSpec("currency", _("Currency"), T.CURRENCY, synonyms=words(CURRENCY)),
    ),
    subject=words("payment"),
)
