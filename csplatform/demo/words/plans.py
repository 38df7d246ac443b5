"""What success plans say in the three languages of the demo."""

from dataclasses import dataclass

from lifecycle.choices import ActivityKind, NoteKind

TALK, TEACH, HELP = ActivityKind.COMMUNICATION, ActivityKind.TRAINING, ActivityKind.SUPPORT


@dataclass(frozen=True)
class PlanWords:
    """`outcomes`: title, initiative, goal. `kpis`: title, unit, how, how often. `activities`: kind, title, audience, whether
    the customer does it. `notes`: section, and title, text, more, who."""

    title: str
    summary: str
    finances: str
    results: str
    statement: str
    evidence: str
    outcomes: tuple[tuple[str, str, str], ...]
    kpis: tuple[tuple[str, str, str, str], ...]
    activities: tuple[tuple[ActivityKind, str, str, bool], ...]
    barriers: tuple[tuple[str, str], ...]
    notes: tuple[tuple[NoteKind, tuple[str, str, str, str]], ...]


ENGLISH = PlanWords(
    title="Success plan %(year)s",
    summary="Less work by hand, faster answers, and every team lead at home in the tool. We begin with the teams that ask for it, measure every six weeks, and move on when a goal holds.",
    finances="Two workshops and the courses are part of the subscription. Roll-out in three waves over nine months.",
    results="Work by hand fell by more than half, and requests are answered within a day. Training goes on in the new regions.",
    statement="For the first time we see in one place where time goes. Our managers plan with it every Monday.",
    evidence="Report of the customer’s operations team",
    outcomes=(
        ("Cost efficiency", "Halve work by hand within a year", "Reports write themselves; nobody copies figures."),
        ("Faster service", "Answer every request within one day", "Customers hear from us before they ask again."),
        ("Adoption in all teams", "One tool in every region", "Each team lead plans the week in it."),
    ),
    kpis=(
        ("Work by hand a week", "h", "Time sheets of operations", "Monthly"),
        ("Requests answered within a day", "%", "Service desk report", "Weekly"),
        ("Team leads trained", "", "List of participants", "After each course"),
    ),
    activities=(
        (TALK, "Message from the sponsor: why we change", "Everybody", True),
        (TEACH, "Course for team leads, first wave", "Team leads", False),
        (HELP, "Questions and answers on the intranet", "Everybody", True),
        (TEACH, "Drop-in clinic with our trainers", "End users", False),
        (TALK, "First results, told by the users themselves", "Managers", False),
        (TEACH, "Course for team leads, second wave", "Team leads", False),
    ),
    barriers=(
        ("Single sign-on is not connected yet", "Our engineers and the customer’s IT meet every second week."),
        ("End users do not know what the features give them", "Short films, and a champion in each team."),
    ),
    notes=(
        (NoteKind.USE_CASE, ("Team lead", "to see the week at a glance", "I can move people before it is late", "")),
        (NoteKind.PERSON, ("Project lead at the customer", "Decides on the order of the waves", "", "Project team")),
        (NoteKind.PROCESS, ("Weekly planning", "By spreadsheet and phone", "In the tool, on Monday morning", "Operations")),
        (NoteKind.RISK, ("Peak season falls into the second wave", "Courses move to the autumn", "A wave in between for volunteers", "")),
    ),
)  # fmt: skip

FINNISH = PlanWords(
    title="Menestyssuunnitelma %(year)s",
    summary="Vähemmän käsityötä, nopeammat vastaukset ja jokainen tiimin vetäjä kotonaan työkalussa. Aloitamme halukkaista tiimeistä, mittaamme kuuden viikon välein ja etenemme, kun tavoite pitää.",
    finances="Kaksi työpajaa ja kurssit kuuluvat tilaukseen. Käyttöönotto kolmessa aallossa yhdeksän kuukauden aikana.",
    results="Käsityö väheni yli puoleen ja pyyntöihin vastataan vuorokaudessa. Koulutus jatkuu uusilla alueilla.",
    statement="Näemme ensimmäistä kertaa yhdestä paikasta, mihin aika menee. Esihenkilöt suunnittelevat sillä joka maanantai.",
    evidence="Asiakkaan tuotannon raportti",
    outcomes=(
        ("Kustannustehokkuus", "Käsityö puoleen vuodessa", "Raportit syntyvät itsestään; kukaan ei kopioi lukuja."),
        ("Nopeampi palvelu", "Jokaiseen pyyntöön vastaus vuorokaudessa", "Asiakas kuulee meistä ennen kuin kysyy uudelleen."),
        ("Käyttö kaikissa tiimeissä", "Yksi työkalu joka alueella", "Jokainen vetäjä suunnittelee viikon siinä."),
    ),
    kpis=(
        ("Käsityötä viikossa", "h", "Tuotannon tuntikirjaukset", "Kuukausittain"),
        ("Pyynnöt, joihin vastattiin vuorokaudessa", "%", "Palvelupisteen raportti", "Viikoittain"),
        ("Koulutetut tiimin vetäjät", "", "Osallistujalista", "Jokaisen kurssin jälkeen"),
    ),
    activities=(
        (TALK, "Sponsorin viesti: miksi muutamme", "Kaikki", True),
        (TEACH, "Vetäjien kurssi, ensimmäinen aalto", "Tiimin vetäjät", False),
        (HELP, "Kysymykset ja vastaukset intranetissä", "Kaikki", True),
        (TEACH, "Avoin klinikka kouluttajien kanssa", "Käyttäjät", False),
        (TALK, "Ensimmäiset tulokset käyttäjien kertomina", "Esihenkilöt", False),
        (TEACH, "Vetäjien kurssi, toinen aalto", "Tiimin vetäjät", False),
    ),
    barriers=(
        ("Kertakirjautumista ei ole vielä liitetty", "Asiantuntijamme ja asiakkaan IT tapaavat joka toinen viikko."),
        ("Käyttäjät eivät tiedä, mitä ominaisuuksista saa", "Lyhyet videot ja lähettiläs joka tiimiin."),
    ),
    notes=(
        (NoteKind.USE_CASE, ("Tiimin vetäjä", "nähdä viikon yhdellä silmäyksellä", "voin siirtää ihmisiä ajoissa", "")),
        (NoteKind.PERSON, ("Asiakkaan projektipäällikkö", "Päättää aaltojen järjestyksestä", "", "Projektiryhmä")),
        (NoteKind.PROCESS, ("Viikkosuunnittelu", "Taulukolla ja puhelimella", "Työkalussa maanantaiaamuna", "Tuotanto")),
        (NoteKind.RISK, ("Sesonki osuu toiseen aaltoon", "Kurssit siirtyvät syksyyn", "Väliaalto vapaaehtoisille", "")),
    ),
)  # fmt: skip

UKRAINIAN = PlanWords(
    title="План успіху %(year)s",
    summary="Менше ручної роботи, швидші відповіді, і кожен керівник команди впевнено працює в системі. Починаємо з команд, які цього хочуть, вимірюємо кожні шість тижнів і йдемо далі, коли ціль тримається.",
    finances="Два семінари й курси входять у підписку. Впровадження трьома хвилями за дев’ять місяців.",
    results="Ручної роботи стало менш як половина, на запити відповідають за добу. Навчання триває в нових регіонах.",
    statement="Уперше ми бачимо в одному місці, куди йде час. Керівники планують за цим щопонеділка.",
    evidence="Звіт операційного відділу клієнта",
    outcomes=(
        ("Ефективність витрат", "Удвічі менше ручної роботи за рік", "Звіти складаються самі; ніхто не переписує цифр."),
        ("Швидший сервіс", "Відповідь на кожен запит за добу", "Клієнт чує від нас раніше, ніж питає знову."),
        ("Впровадження в усіх командах", "Одна система в кожному регіоні", "Кожен керівник планує в ній тиждень."),
    ),
    kpis=(
        ("Ручної роботи на тиждень", "год", "Облік часу операцій", "Щомісяця"),
        ("Запити, на які відповіли за добу", "%", "Звіт служби підтримки", "Щотижня"),
        ("Навчені керівники команд", "", "Список учасників", "Після кожного курсу"),
    ),
    activities=(
        (TALK, "Звернення спонсора: чому ми змінюємося", "Усі", True),
        (TEACH, "Курс для керівників, перша хвиля", "Керівники команд", False),
        (HELP, "Запитання й відповіді в інтранеті", "Усі", True),
        (TEACH, "Відкрита консультація з тренерами", "Користувачі", False),
        (TALK, "Перші результати словами користувачів", "Менеджери", False),
        (TEACH, "Курс для керівників, друга хвиля", "Керівники команд", False),
    ),
    barriers=(
        ("Єдиний вхід ще не підключено", "Наші інженери та ІТ клієнта зустрічаються раз на два тижні."),
        ("Користувачі не знають, що дають їм функції", "Короткі відео та амбасадор у кожній команді."),
    ),
    notes=(
        (NoteKind.USE_CASE, ("Керівник команди", "бачити тиждень одним поглядом", "я вчасно переставляю людей", "")),
        (NoteKind.PERSON, ("Керівник проєкту клієнта", "Визначає черговість хвиль", "", "Команда проєкту")),
        (NoteKind.PROCESS, ("Тижневе планування", "Таблицями й телефоном", "У системі, у понеділок зранку", "Операції")),
        (NoteKind.RISK, ("Пік сезону припадає на другу хвилю", "Курси переносяться на осінь", "Проміжна хвиля для охочих", "")),
    ),
)  # fmt: skip

WORDS = {"en": ENGLISH, "fi": FINNISH, "uk": UKRAINIAN}
