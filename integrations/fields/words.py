"""Header words that several kinds of import share, and choices with the spellings that files have."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from integrations.reading.fieldspecs import Choice, FieldSpec
from integrations.reading.fieldspecs import FieldType as T

ACCOUNT_IDS = (
    "account_id account_external_id customer_id client_id company_id account customer client company "
    "organization_id organisation_id org_id crm_id account_number customer_number account_name customer_name "
    "company_name asiakas asiakas_id asiakasnumero asiakastunnus клієнт ід_клієнта код_клієнта "
    "номер_клієнта компанія клиент id_клиента код_клиента номер_клиента компания"
)
NAME = "name nimi назва имя имʼя ім_я название наименование найменування"
CURRENCY = "currency currency_code iso_currency curr valuutta валюта"
SEATS = "seats seat_count licences licenses licence_count license_count users quantity paikat lisenssit "
SEATS += "käyttäjämäärä місця ліцензії кількість_місць места лицензии количество_мест"
PLAN = "plan plan_tier plan_name tier product product_name package subscription_plan edition sku tuote "
PLAN += "paketti тариф план продукт пакет"
TRIAL = "is_trial trial trial_flag koeaika kokeilu пробний пробный тріал триал"
NOTE = (
    "note notes comment comments remark remarks huomautus kommentti примітка коментар примечание комментарий"
)


def words(text: str) -> tuple[str, ...]:
    """Header names in one string, parted by blanks."""
    return tuple(text.split())


def choices(stored: type[TextChoices], spellings: Mapping[str, str]) -> tuple[Choice, ...]:
    """The stored words with their labels and, parted by semicolons, further spellings."""
    return tuple(
        Choice(member.value, member.label, tuple(filter(None, spellings.get(member.value, "").split(";"))))
        for member in stored
    )


ACCOUNT = FieldSpec("account", _("Account's id"), T.REFERENCE, required=True, synonyms=words(ACCOUNT_IDS))
