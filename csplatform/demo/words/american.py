"""American names and sentences. Places and companies are made up."""

from collections.abc import Iterator
from random import Random

from csplatform.demo.words.tongue import Business, Tongue, words

_STEMS = words(
    "Harrow Bramble Otter Copper Quarry Thistle Larkspur Willet Sable Hollow Dovetail Saltgrass "
    "Tamarack Bracken Fernley Marrow Kestrel Sorrel Pewter Alder Cinder Gannet Wren Cobble"
)
_ENDINGS = words("brook ridge haven point creek dale ford wick mere field gate stone crest")
_TRADES = (
    ("Health", "Healthcare"),
    ("School District", "Education"),
    ("Freight", "Logistics"),
    ("Credit Union", "Banking"),
    ("Foods", "Food"),
    ("Hotels", "Hospitality"),
    ("County Library", "Public sector"),
    ("Manufacturing", "Manufacturing"),
    ("Mutual Insurance", "Insurance"),
    ("Dental Partners", "Healthcare"),
    ("Utilities", "Energy"),
    ("State College", "Education"),
    ("Home Supply", "Retail"),
    ("Senior Living", "Care"),
    ("Title & Escrow", "Real estate"),
    ("Robotics", "Technology"),
    ("Stadium Group", "Entertainment"),
    ("Water Authority", "Public sector"),
)
_FORMLESS = {"Education", "Public sector", "Banking"}


def _businesses(rng: Random) -> Iterator[Business]:
    places = [stem + ending for stem in _STEMS for ending in _ENDINGS]
    rng.shuffle(places)
    trades = list(_TRADES)
    rng.shuffle(trades)
    for number, place in enumerate(places):
        trade, industry = trades[number % len(trades)]
        form = "" if industry in _FORMLESS else rng.choice(("", "", " Inc", " LLC"))
        yield Business(f"{place} {trade}{form}", industry)


AMERICAN = Tongue(
    language="en",
    country="US",
    first_names=words(
        "Aaliyah Andre Angela Brandon Carlos Chloe Darnell Denise Diego Elena Emily Ethan Gabriela Grace "
        "Hannah Ian Isabel Jamal Jasmine Jordan Karen Kevin Latoya Laura Marcus Maria Megan Mei Miguel "
        "Naomi Nathan Olivia Patrick Priya Rachel Ravi Rosa Samuel Tasha Thomas Vanessa Wei"
    ),
    last_names=words(
        "Alvarez Bennett Brooks Caldwell Chen Coleman Delgado Dunn Ellison Fischer Flores Garrett Grant "
        "Haines Hoang Ingram Jefferson Kapoor Keller Lambert Lopez Maddox Mercer Nguyen Okafor Ortiz Park "
        "Pham Quinn Ramsey Reyes Sandoval Shah Tanner Underwood Vance Watkins Whitaker Yates"
    ),
    titles={
        "c_level": (
            "Chief Information Officer",
            "Chief Operating Officer",
            "Chief Financial Officer",
            "Superintendent",
        ),
        "director": ("Director of Infrastructure", "Director of IT", "VP Operations"),
        "manager": ("Network Manager", "IT Manager", "Procurement Manager", "Help Desk Manager"),
        "specialist": ("Network Engineer", "Systems Administrator", "Field Technician", "Security Analyst"),
    },
    subjects=(
        "Access points on the second floor drop clients",
        "License key for the new switches",
        "Dashboard shows a site as offline that is up",
        "Guest Wi-Fi portal does not load on tablets",
        "Firmware upgrade window for the branch routers",
        "Add a read-only administrator",
        "Roaming between buildings takes seconds",
        "Spare unit for the failed uplink module",
        "VLAN change for the new badge readers",
        "Monthly usage report missing one location",
        "How do we export the device inventory?",
        "Tunnel to the warehouse flaps overnight",
        "Request: alerts by text message",
        "RMA for two outdoor access points",
        "Voice calls choppy on the west campus",
    ),
    grave_subjects=(
        "All stores without network since 6 a.m.",
        "Core switch stack reboots in a loop",
        "Firewall blocks the payment terminals",
        "Controller upgrade left the campus dark",
    ),
    notes={
        "sponsor_coverage": {
            3: ("CIO joins the quarterly review.", "Two sponsors, both met this month."),
            2: ("Sponsor answers mail but skips reviews.", "One sponsor; the second moved to another role."),
            1: ("Sponsor left, nobody named yet.", "No executive contact for three months."),
        },
        "financial_health": {
            3: ("Pays on time.", "Invoices paid within 14 days on average."),
            2: ("Two invoices paid late.", "Asked to move to quarterly billing."),
            1: ("Three invoices open for over 60 days.", "Hiring freeze and budget cuts announced."),
        },
    },
    farewells={
        "price": "The bond did not pass and the budget was halved.",
        "competitor": "Moved to another vendor's bundle at the hardware refresh.",
        "support": "Two outages within a month, the second without an answer overnight.",
        "sponsor_lost": "The CIO left and the successor brought a known vendor.",
        "acquired": "Bought by a group that runs its own network.",
        "no_return": "Assurance licenses were never switched on.",
    },
    welcome_back="Back after a year, with the new CIO and a smaller first phase.",
    phone="+1 555 010 {:04d}",
    group_name=lambda place: f"{place.split()[0]} Holdings",
    businesses=_businesses,
)
