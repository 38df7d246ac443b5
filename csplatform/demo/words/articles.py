"""Knowledge articles of the three companies: title, audience, language, text. The first ones are to be read first."""

Piece = tuple[str, str, str, str]

HAVU: tuple[Piece, ...] = (
    (
        "Julkaise ensimmäinen työpaikkailmoitus", "customers", "fi",
        "Ilmoituksen julkaiseminen vie noin kymmenen minuuttia.\n\n## Ennen kuin aloitat\n\n- Varmista, että hakulomake on"
        " valmis.\n- Sovi, kuka vastaa hakijoille.\n\n## Näin se käy\n\n1. Avaa **Ilmoitukset** ja valitse *Uusi"
        " ilmoitus*.\n2. Kirjoita tehtävän kuvaus ja valitse hakulomake.\n3. Esikatsele ilmoitus puhelimella ja julkaise"
        " se.\n\nIlmoitus näkyy urasivulla muutamassa minuutissa.",
    ),
    (
        "Kuka näkee mitä: roolit ja oikeudet", "customers", "fi",
        "Jokaisella käyttäjällä on yksi rooli.\n\n| Rooli | Näkee hakijat | Muokkaa ilmoituksia |\n| --- | --- | --- |\n|"
        " Rekrytoija | kaikki | kyllä |\n| Esihenkilö | oman yksikön | ei |\n| Lukija | oman yksikön | ei"
        " |\n\nPääkäyttäjä vaihtaa roolin kohdassa **Asetukset, Käyttäjät**. Muutos on voimassa heti.",
    ),
    (
        "Haastattelukalenterin yhdistäminen sähköpostiin", "customers", "fi",
        "Kalenteri tarvitsee luvan lukea vapaat ajat.\n\n1. Avaa **Oma profiili** ja valitse *Yhdistä kalenteri*.\n2."
        " Kirjaudu sähköpostiisi ja hyväksy lukuoikeus.\n3. Kokeile varaamalla testihaastattelu.\n\n> Jos kalenteri ei"
        " näy tunnin kuluttua, irrota se ja yhdistä uudelleen.",
    ),
    (
        "Hakijoiden tietojen poistaminen", "public", "fi",
        "Hakijan tiedot säilyvät kuusi kuukautta valintapäätöksestä, ellei toisin sovita.\n\n## Hakija pyytää"
        " poistoa\n\nVälitä pyyntö tukeen tai poista tiedot itse hakijan sivulta. Poisto on lopullinen, ja siitä jää"
        " merkintä lokiin ilman henkilötietoja.",
    ),
    (
        "Palvelutaso ja vastausajat", "public", "fi",
        "Vastaamme jokaiseen pyyntöön **yhden työpäivän** kuluessa. Kiireelliset häiriöt otetaan työn alle heti.\n\n- Tuki"
        " on auki arkisin 8–17 Suomen aikaa.\n- Häiriöistä kerrotaan portaalin etusivulla.",
    ),
    (
        "Palkkatasa-arvoraportin lukeminen", "enterprise", "fi",
        "Raportti vertaa samaa työtä tekevien palkkoja.\n\n- Ryhmät, joissa on alle viisi henkilöä, jätetään pois.\n-"
        " Erotus kerrotaan mediaanista, ei keskiarvosta.\n\nKäy luvut läpi asiakasvastaavan kanssa ennen julkaisua.",
    ),
    (
        "Publish a job advert in English", "customers", "en",
        "Adverts can stand in several languages side by side.\n\n1. Open the advert and choose *Add a language*.\n2."
        " Translate the title, the description and the questions of the form.\n3. Publish both together.\n\nApplicants"
        " see the language of their browser first.",
    ),
    (
        "Näin vastaamme irtisanomisaikeeseen", "staff", "fi",
        "Kuuntele syy ensin, tarjoa ratkaisua vasta sitten.\n\n1. Varaa puhelu kahden päivän sisään.\n2. Kirjaa syy ja"
        " avaa toimenpide.\n3. Kerro asiakkuuspäällikölle samana päivänä.",
    ),
)  # fmt: skip

SMEREKA: tuple[Piece, ...] = (
    (
        "Перші два тижні з новою командою", "customers", "uk",
        "Команда починає працювати з першого дня, але найкраще, коли доступи готові заздалегідь.\n\n## До початку\n\n-"
        " Надайте доступ до репозиторію та дошки завдань.\n- Назвіть одну людину, яка відповідає на запитання.\n\n##"
        " Перший тиждень\n\n1. Знайомство та огляд продукту.\n2. Невелике завдання, яке дійде до користувачів.\n3."
        " Спільний підсумок у п’ятницю.",
    ),
    (
        "Як читати щомісячний звіт", "customers", "uk",
        "Звіт приходить у перші три робочі дні місяця.\n\n| Розділ | Що показує |\n| --- | --- |\n| Години | скільки"
        " часу пішло на кожен напрям |\n| Швидкість | скільки завдань завершено за спринт |\n| Ризики | що може завадити"
        " строкам |\n\nПитання до звіту ставте просто в порталі: відповідаємо протягом одного робочого дня.",
    ),
    (
        "Рахунки та оплата", "customers", "uk",
        "Рахунок виставляємо останнього дня місяця, оплата — протягом 14 днів.\n\n- У рахунку зазначено години за"
        " договором.\n- Додаткові години погоджуємо заздалегідь.\n\nЯкщо потрібен інший отримувач, напишіть нам до 25"
        " числа.",
    ),
    (
        "Безпека доступів і паролів", "public", "uk",
        "Ми не зберігаємо паролі клієнтів у листуванні.\n\n1. Передавайте доступи через менеджер паролів.\n2. Вмикайте"
        " другий фактор для кожного облікового запису.\n3. Після завершення робіт закривайте доступи того самого дня.",
    ),
    (
        "Регламент випуску для великих клієнтів", "enterprise", "uk",
        "Випуски відбуваються у вівторок і четвер.\n\n- Код заморожуємо за день до випуску.\n- Команда якості підписує"
        " протокол тестування.\n- У разі відкату повідомляємо протягом 30 хвилин.",
    ),
    (
        "Настройка отчётов для русскоязычных команд", "customers", "ru",
        "Отчёт можно получать на русском языке.\n\n1. Откройте профиль и выберите язык писем.\n2. Следующий отчёт придёт"
        " на этом языке.\n\nТермины в приложении остаются английскими, чтобы совпадать с интерфейсом.",
    ),
    (
        "How we work with your repository", "public", "en",
        "We commit to your repository, under your rules.\n\n- Every change has a review by somebody else.\n- Secrets never"
        " stand in the code.\n- You can end our access at any time, on your own.",
    ),
    (
        "Коли залучати керівника доставки", "staff", "uk",
        "Залучайте, щойно строк під загрозою більш ніж на три дні.\n\n1. Опишіть причину одним реченням.\n2."
        " Запропонуйте два варіанти.\n3. Домовтеся, хто скаже клієнтові.",
    ),
)  # fmt: skip

HARROWPOINT: tuple[Piece, ...] = (
    (
        "Bring a new site online", "customers", "en",
        "A new site takes about half an hour once the hardware is racked.\n\n## Before you start\n\n- Note the serial"
        " numbers of the access points.\n- Ask the carrier for the circuit id.\n\n## Steps\n\n1. Open **Sites** and"
        " choose *Add a site*.\n2. Scan the serial numbers; the configuration loads by itself.\n3. Run the *First light*"
        " check and send us the report.\n\nThe site shows green when both uplinks carry traffic.",
    ),
    (
        "Set up the guest portal", "customers", "en",
        "Guests sign in with a code that lasts for a day.\n\n1. Open **Guest portal** and upload your logo.\n2. Choose"
        " how codes are handed out: printed, by text message, or by a colleague.\n3. Limit the speed, so that guests do"
        " not slow down your own people.\n\n`guest.harrowpoint.example` must not be blocked by your filter.",
    ),
    (
        "Plan a firmware upgrade", "customers", "en",
        "Upgrades come every quarter and are never forced.\n\n- Pick a window of one hour.\n- Access points restart one"
        " after the other; phones stay connected.\n- Roll back within seven days with one click.",
    ),
    (
        "Response times and how to escalate", "public", "en",
        "| Priority | First answer | Example |\n| --- | --- | --- |\n| Urgent | 30 minutes | a site is down |\n| High | 4"
        " hours | one building is slow |\n| Normal | 1 business day | a question |\n\nEscalate from the inquiry itself: a"
        " manager sees it at once.",
    ),
    (
        "Read the client list", "public", "en",
        "The list shows who is connected, where, and how well.\n\n- **Signal** below −75 dBm means that an access point is"
        " missing.\n- **Retries** above 20 % mean interference.\n\nSort by retries first; the worst ten explain most"
        " complaints.",
    ),
    (
        "High availability for large campuses", "enterprise", "en",
        "Two controllers share the load, and either carries all of it.\n\n1. Place them in two buildings.\n2. Test the"
        " switch-over twice a year.\n3. Keep the licences in one pool.",
    ),
    (
        "Fewer steps for small offices", "smb", "en",
        "One access point, one cable, one app.\n\nScan the code on the box and follow the three questions. You never have"
        " to open the console.",
    ),
    (
        "What to say when a site is down", "staff", "en",
        "Say what you see, what you do, and when you speak again.\n\n1. Answer within 30 minutes, even without news.\n2."
        " Name one person who leads.\n3. Write the cause down within two business days.",
    ),
)  # fmt: skip

ARTICLES: dict[str, tuple[Piece, ...]] = {"havu-hr": HAVU, "smereka": SMEREKA, "harrowpoint": HARROWPOINT}
