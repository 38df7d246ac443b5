"""Finnish names and sentences. Places and companies are made up."""

from collections.abc import Iterator
from random import Random

from csplatform.demo.words.tongue import Business, Tongue, words

_STEMS = words(
    "Halla Kaarna Kuura Utu Honka Tervas Pihka Kataja Usva Sorsa Hauki Vaahtera Lumme Karhun Korven "
    "Sammal Kanerva Routa Tuuli Hilla"
)
# Endings of places with their genitives: a trade is "of" its place.
_ENDINGS = words("joen vaaran lammen niemen rannan saaren mäen kosken virran harjun lahden salmen järven")
_TRADES = (
    ("Energia", "Energy"),
    ("Elintarvike", "Food"),
    ("Vakuutus", "Insurance"),
    ("Logistiikka", "Logistics"),
    ("Hoivapalvelut", "Care"),
    ("Rakennus", "Construction"),
    ("Metsä", "Forestry"),
    ("Konepaja", "Manufacturing"),
    ("Kauppa", "Retail"),
    ("Osuuspankki", "Banking"),
    ("Apteekit", "Pharmacy"),
    ("Hotellit", "Hospitality"),
    ("Panimo", "Food"),
    ("Sähkö", "Energy"),
    ("Kiinteistöt", "Real estate"),
    ("Telakka", "Maritime"),
    ("Oppimiskeskus", "Education"),
    ("Meijeri", "Food"),
    ("Tekniikka", "Technology"),
    ("Kaupunki", "Public sector"),
)


def _businesses(rng: Random) -> Iterator[Business]:
    places = [stem + ending for stem in _STEMS for ending in _ENDINGS]
    rng.shuffle(places)
    trades = list(_TRADES)
    rng.shuffle(trades)
    for number, place in enumerate(places):
        trade, industry = trades[number % len(trades)]
        public = industry in {"Public sector", "Education"} or trade == "Osuuspankki"
        form = "" if public else rng.choice((" Oy", " Oy", " Oy", " Oyj"))
        yield Business(f"{place} {trade}{form}", industry)


FINNISH = Tongue(
    language="fi",
    country="FI",
    first_names=words(
        "Aino Anni Antti Eero Eeva Elina Emilia Hanna Heikki Helmi Henrik Iida Ilkka Jaakko Janne Johanna "
        "Juha Jussi Kaisa Katja Lauri Leena Maija Marja Mika Mikael Minna Niina Oona Outi Petteri Pirjo "
        "Riikka Saara Sami Sanna Sofia Tapio Teemu Tiina Tuomas Ulla Ville Veera"
    ),
    last_names=words(
        "Aalto Ahonen Hakala Halonen Harju Heikkilä Heinonen Hietala Huttunen Järvinen Kallio Karjalainen "
        "Kettunen Kinnunen Koivisto Korhonen Koskela Laaksonen Lahtinen Lehtinen Lindroos Mattila "
        "Mustonen Mäkelä Niemi Nurmi Ojala Pitkänen Rautio Räsänen Salonen Seppälä Strand Tuominen Vainio "
        "Virtanen Ylönen"
    ),
    titles={
        "c_level": ("Toimitusjohtaja", "Henkilöstöjohtaja", "Talousjohtaja", "Tietohallintojohtaja"),
        "director": ("Rekrytointijohtaja", "HR-johtaja", "Liiketoimintajohtaja"),
        "manager": ("Rekrytointipäällikkö", "HR-päällikkö", "Palvelupäällikkö", "Talouspäällikkö"),
        "specialist": ("Rekrytoija", "HR-asiantuntija", "Järjestelmäasiantuntija", "Palkanlaskija"),
    },
    subjects=(
        "Hakulomakkeen pakollinen kenttä puuttuu",
        "Työpaikkailmoitus ei näy urasivulla",
        "Hakijalle ei lähtenyt vahvistusviestiä",
        "Haastattelukutsun aika väärällä aikavyöhykkeellä",
        "Uuden rekrytoijan käyttöoikeudet",
        "Kertakirjautuminen pyytää salasanaa uudelleen",
        "Raportin Excel-vienti kestää minuutteja",
        "Perehdytyslistan tehtävät väärällä vastuuhenkilöllä",
        "Viestipohjan ääkköset näkyvät väärin",
        "Hakemuksen liitettä ei voi avata",
        "Kalenterisynkronointi Outlookin kanssa",
        "Toivomus: hakijoiden massaviestintä",
        "Palkkajärjestelmän siirtotiedosto jäi tulematta",
        "Miten poistamme vanhat hakijatiedot?",
        "Urasivun värit uuden ilmeen mukaisiksi",
    ),
    grave_subjects=(
        "Urasivu ei aukea lainkaan",
        "Hakijoiden tiedot näkyvät väärälle yksikölle",
        "Palkka-aineisto katkesi kesken siirron",
        "Kirjautuminen estynyt kaikilta käyttäjiltä",
    ),
    notes={
        "sponsor_coverage": {
            3: ("Henkilöstöjohtaja mukana ohjausryhmässä.", "Kaksi sponsoria, tavattu tässä kuussa."),
            2: ("Sponsori tavoitettu, mutta johtoryhmä ei ole mukana.", "Yksi sponsori, toinen vaihtunut."),
            1: ("Sponsori lähtenyt, seuraajaa ei ole nimetty.", "Johdosta kukaan ei ole vastannut."),
        },
        "financial_health": {
            3: ("Maksaa ajallaan.", "Laskut maksettu keskimäärin 11 päivässä."),
            2: ("Kaksi laskua maksettu myöhässä.", "Maksuaika venynyt 35 päivään."),
            1: ("Muutosneuvottelut käynnissä.", "Kolme laskua avoinna yli 60 päivää."),
        },
    },
    farewells={
        "low_adoption": "Rekrytoijat palasivat sähköpostiin, käyttöönotto jäi kesken.",
        "sponsor_lost": "Henkilöstöjohtaja vaihtui ja uusi toi oman järjestelmänsä.",
        "acquired": "Yhtiö fuusioitui ja siirtyi ostajan järjestelmään.",
        "price": "Budjetti leikattiin puoleen.",
        "missing_features": "Työvuorosuunnittelu puuttui.",
        "competitor": "Siirtyivät kilpailijalle koko konsernin sopimuksella.",
    },
    welcome_back="Palasivat vuoden tauon jälkeen uuden henkilöstöjohtajan kanssa.",
    phone="+358 40 555 {:04d}",
    group_name=lambda place: f"{place.split()[0]} konserni",
    businesses=_businesses,
)
