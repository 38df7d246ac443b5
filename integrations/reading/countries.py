"""Countries as files write them: a two-letter code, the name, or another spelling of a common one."""

from functools import lru_cache

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.countries import countries, is_country
from integrations.errors import CellError
from integrations.reading.texts import choice_key, shown

_NAMES = {
    "AE": "united arab emirates;uae",
    "AR": "argentina",
    "AT": "austria;österreich;itävalta;австрія;австрия",
    "AU": "australia;aus;австралія;австралия",
    "BE": "belgium;belgia;бельгія;бельгия",
    "BG": "bulgaria;болгарія;болгария",
    "BR": "brazil;brasil;bra;бразилія;бразилия",
    "BY": "belarus;білорусь;беларусь",
    "CA": "canada;can;kanada;канада",
    "CH": "switzerland;schweiz;suisse;sveitsi;che;швейцарія;швейцария",
    "CL": "chile",
    "CN": "china;chn;kiina;китай",
    "CO": "colombia",
    "CY": "cyprus;кіпр;кипр",
    "CZ": "czechia;czech republic;tšekki;cze;чехія;чехия",
    "DE": "germany;deutschland;saksa;deu;ger;німеччина;германия",
    "DK": "denmark;danmark;tanska;dnk;данія;дания",
    "EE": "estonia;eesti;viro;est;естонія;эстония",
    "EG": "egypt",
    "ES": "spain;españa;espanja;esp;іспанія;испания",
    "FI": "finland;suomi;fin;фінляндія;финляндия",
    "FR": "france;ranska;fra;франція;франция",
    "GB": "uk;united kingdom;great britain;britain;england;scotland;wales;gbr;iso britannia;велика британія;"
    "великобританія;великобритания",
    "GE": "georgia;грузія;грузия",
    "GR": "greece;kreikka;grc;греція;греция",
    "HK": "hong kong",
    "HR": "croatia;kroatia;hrv;хорватія;хорватия",
    "HU": "hungary;unkari;hun;угорщина;венгрия",
    "ID": "indonesia",
    "IE": "ireland;irlanti;irl;ірландія;ирландия",
    "IL": "israel;ізраїль;израиль",
    "IN": "india;ind;intia;індія;индия",
    "IS": "iceland;islanti;ісландія;исландия",
    "IT": "italy;italia;ita;італія;италия",
    "JP": "japan;jpn;japani;японія;япония",
    "KR": "south korea;korea;republic of korea;kor",
    "KZ": "kazakhstan;казахстан",
    "LT": "lithuania;liettua;ltu;литва",
    "LU": "luxembourg;luxemburg;люксембург",
    "LV": "latvia;lva;латвія;латвия",
    "MD": "moldova;молдова",
    "MX": "mexico;méxico;mex",
    "MY": "malaysia",
    "NG": "nigeria",
    "NL": "netherlands;the netherlands;holland;nederland;alankomaat;hollanti;nld;нідерланди;нидерланды",
    "NO": "norway;norge;norja;nor;норвегія;норвегия",
    "NZ": "new zealand;nzl",
    "PH": "philippines",
    "PK": "pakistan",
    "PL": "poland;polska;puola;pol;польща;польша",
    "PT": "portugal;prt;португалія;португалия",
    "RO": "romania;rou;румунія;румыния",
    "RS": "serbia;сербія;сербия",
    "RU": "russia;russian federation;venäjä;росія;россия",
    "SA": "saudi arabia;ksa",
    "SE": "sweden;sverige;ruotsi;swe;швеція;швеция",
    "SG": "singapore;sgp;сінгапур;сингапур",
    "SI": "slovenia;словенія;словения",
    "SK": "slovakia;slovak republic;словаччина;словакия",
    "TH": "thailand",
    "TR": "turkey;türkiye;turkiye;turkki;туреччина;турция",
    "TW": "taiwan",
    "UA": "ukraine;україна;украина;ukraina;ukr",
    "US": "usa;united states;united states of america;america;u s a;u s;yhdysvallat;сша",
    "VN": "vietnam;viet nam",
    "ZA": "south africa;zaf",
}
_SPELLINGS = {choice_key(name): code for code, names in _NAMES.items() for name in names.split(";")}


def parse_country(text: str) -> str:
    """The two-letter code. Raises CellError for what is neither a code nor a known name."""
    code = text.strip().upper()
    if is_country(code):
        return code
    try:
        return _names(get_language() or "en")[choice_key(text)]
    except KeyError:
        raise CellError(
            "unknown_country",
            _("“%(text)s” is no country known here. Write its two-letter code, such as DE.")
            % {"text": shown(text)},
        ) from None


@lru_cache(maxsize=8)
def _names(language: str) -> dict[str, str]:
    """Names in English and in the reader's language, and the spellings above."""
    names: dict[str, str] = {}
    for spoken in ("en", language):
        with override(spoken):
            names |= {choice_key(str(name)): code for code, name in countries()}
    return names | _SPELLINGS
