"""What colleagues write about customers, by language, by how the customer fares, and by kind.

`{contact}` is a person of the customer and stands where a name needs no ending.
"""

from collections.abc import Mapping

from accounts.choices import EntryKind
from health.choices import Band

Talks = Mapping[Band, Mapping[EntryKind, tuple[str, ...]]]

_NOTE, _CALL, _MEETING, _EMAIL = EntryKind.NOTE, EntryKind.CALL, EntryKind.MEETING, EntryKind.EMAIL

_FINNISH: Talks = {
    Band.HEALTHY: {
        _NOTE: (
            "Uusi yksikkö ottaa hakulomakkeet käyttöön ensi kuussa. {contact} vetää perehdytyksen itse.",
            "Kysyivät rekrytointiraportista johtoryhmälle. Sovittu, että tehdään yhteinen pohja ennen vuosikatsausta.",
            "{contact} lupasi toimia referenssinä toiselle saman alan asiakkaalle.",
        ),
        _CALL: (
            "Kuukausipuhelu. {contact}: rekrytoijat käyttävät haastattelukalenteria päivittäin, palaute hyvää. "
            "Seuraavaksi viestipohjat englanniksi.",
            "{contact} kertoi, että avoimia paikkoja tulee syksyllä kaksinkertainen määrä. Lisenssit riittävät, "
            "tarkistetaan taas kuukauden päästä.",
            "Lyhyt puhelu: kertakirjautuminen toimii, ei avoimia asioita.",
        ),
        _MEETING: (
            "Neljännesvuosikatsaus.\nSovittiin:\n– hakijapalautteen käyttöönotto kahdessa yksikössä\n"
            "– raportti täyttöajoista johdolle\n{contact} nimeää vastuuhenkilöt.",
            "Käyttäjätapaaminen, 14 osallistujaa. Eniten kysymyksiä urasivusta ja karsivista kysymyksistä.",
        ),
        _EMAIL: (
            "Lähetetty yhteenveto katsauksesta ja tallenne koulutuksesta. {contact} kuittasi samana päivänä.",
            "{contact} pyysi ohjeen hakijatietojen poistamisesta. Lähetetty, myös tietosuojavastaavalle.",
        ),
    },
    Band.MONITOR: {
        _NOTE: (
            "Kirjautumiset vähentyneet tehtaan puolella. Syy lienee uusi vuorojärjestelmä, selvitetään.",
            "Sponsori vaihtumassa vuodenvaihteessa. Pyydettävä tapaaminen seuraajan kanssa ennen sitä.",
            "Kampanja kesätyöntekijöiden hakuun tehtiin kokonaan järjestelmän ulkopuolella.",
            "Pääkäyttäjä palaa perhevapaalta maaliskuussa. Siihen asti vastuu on hajallaan.",
            "Koulutukseen ilmoittautui vain kolme yhdestätoista. Ehdotetaan lyhyempiä etäsessioita.",
        ),
        _CALL: (
            "{contact}: osa esihenkilöistä hoitaa haut yhä sähköpostilla. Sovittiin kahden viikon päähän lyhyt "
            "koulutus heille.",
            "{contact} odottaa korjausta Outlook-synkronointiin. Lupasin päivän tuotetiimiltä perjantaihin mennessä.",
            "Tavoitettu vasta kolmannella soitolla. Kiirettä, mutta sovittiin katsaus ensi viikolle.",
        ),
        _MEETING: (
            "Käytiin läpi käyttö yksiköittäin. Kaksi yksikköä ei ole avannut urasivua lainkaan.\n"
            "{contact} puhuu johtajille, me teemme aloituspaketin.",
            "Uusintakeskustelun alku. {contact} haluaa nähdä säästetyt tunnit ennen päätöstä.\nKerätään luvut "
            "haastattelujen järjestämisestä.",
            "Tapaaminen pääkäyttäjien kanssa. Vanhat viestipohjat hämmentävät, poistetaan ne yhdessä.",
        ),
        _EMAIL: (
            "Muistutettu avoimesta kyselystä: kaksi yksikköä vastaamatta.",
            "Lähetetty ehdotus uudelleenkäynnistyksestä: kolme vaihetta, kuusi viikkoa. Odotetaan vastausta.",
            "{contact} kysyi, voiko lisenssejä vähentää uusinnan yhteydessä. Vastattu käyttöluvuilla.",
        ),
    },
    Band.AT_RISK: {
        _NOTE: (
            "Kilpailija on esitellyt järjestelmänsä henkilöstöjohdolle. Toimintasuunnitelma tehtävä tällä viikolla.",
            "Kolme tukipyyntöä eskaloitu saman kuun aikana. Johto mukaan seuraavaan tapaamiseen.",
            "Kukaan johdosta ei ole vastannut kahteen kuukauteen.",
        ),
        _CALL: (
            "{contact} oli suora: järjestelmä ei säästä aikaa niin kuin luvattiin. Sovittiin mittarit ja kuuden viikon "
            "seuranta.",
            "{contact}: palkka-aineiston katkos vei luottamuksen. Pyysi kirjallisen selvityksen syistä.",
        ),
        _MEETING: (
            "Kriisipalaveri. Läsnä {contact} ja kaksi esihenkilöä.\nSovittiin viikoittainen tilannekatsaus ja "
            "nimetty tukihenkilö kunnes avoimet pyynnöt on suljettu.",
            "Johdon tapaaminen. {contact} antoi aikaa vuodenvaihteeseen, sen jälkeen kilpailutus.",
        ),
        _EMAIL: (
            "Lähetetty selvitys katkoksesta ja aikataulu korjauksille. {contact} vie sen johtoryhmään.",
        ),
    },
}

_UKRAINIAN: Talks = {
    Band.HEALTHY: {
        _NOTE: (
            "Команда стабільна пів року, плинності немає. {contact} просить не змінювати склад до релізу.",
            "Питали про інженера з автоматизації на наступний квартал. Передати менеджеру продажів.",
            "{contact} готові дати відгук для сайту. Узгодити текст із маркетингом.",
        ),
        _CALL: (
            "{contact}: швидкість команди влаштовує, демо проходять без зауважень. Наступна тема — план на квартал.",
            "Щотижневий дзвінок. Відкритих питань немає, просять надіслати звіт про час до п’ятого числа.",
            "{contact} розповідає про новий напрям: мобільний застосунок навесні. Попросили попередню оцінку.",
        ),
        _MEETING: (
            "Квартальний огляд.\nДомовилися:\n– додати навантажувальні тести перед кожним релізом\n"
            "– показувати витрати на хмару щомісяця\nВідповідальна особа з боку клієнта: {contact}.",
            "Ретроспектива за участі замовника, дев’ятеро людей. Найкраще оцінили огляди коду.",
        ),
        _EMAIL: (
            "Надіслано підсумки огляду і план робіт. {contact}: погоджено того самого дня.",
            "{contact}: запит на документи для аудиту. Надіслано перелік доступів і журнал змін.",
        ),
    },
    Band.MONITOR: {
        _NOTE: (
            "Частину розробки взяли собі, нам лишили підтримку. Уточнити межі відповідальності.",
            "Новий продуктовий менеджер з боку клієнта, знайомство наступного тижня.",
            "Два спринти поспіль закрито не повністю. Причина — пізні зміни у вимогах, обговорити з продуктом.",
            "Спонсор пропускає демо вже вдруге. Запропонувати коротший формат.",
            "Клієнт просить переглянути ставки. Підготувати цифри про виконану роботу.",
        ),
        _CALL: (
            "{contact}: непокоїть заміна провідного розробника. Домовилися про два тижні спільної роботи.",
            "{contact} просить окремий звіт про дефекти. Надсилатимемо щоп’ятниці.",
            "Додзвонилися з третьої спроби. Зустріч перенесли на наступний тиждень.",
        ),
        _MEETING: (
            "Розібрали причини затримки релізу. Половина задач чекала на доступи з боку клієнта.\n"
            "{contact} береться прискорити погодження.",
            "Розмова про продовження угоди. {contact} хоче бачити, скільки помилок знайдено до релізу.\nЗбираємо цифри.",
            "Планування кварталу. Дві задачі відклали, бо немає доступів до тестового середовища.",
        ),
        _EMAIL: (
            "Нагадали про погодження плану тестів, чекаємо другий тиждень.",
            "Надіслано пропозицію: менше паралельних задач, спільне планування щопонеділка. Чекаємо на відповідь.",
            "{contact}: питання, чи можна зменшити команду на одну людину. Відповіли з розрахунком строків.",
        ),
    },
    Band.AT_RISK: {
        _NOTE: (
            "Клієнт веде перемовини з іншим підрядником. План дій потрібен цього тижня.",
            "Реліз відкочено вдруге. Технічний директор хоче розмови з керівництвом.",
            "Від керівництва немає відповіді понад два місяці.",
        ),
        _CALL: (
            "{contact}: довіру втрачено після відкату. Просять письмовий розбір причин і нового керівника команди.",
            "{contact} прямо каже, що бюджет на підрядників скорочують. Домовилися показати користь у цифрах.",
        ),
        _MEETING: (
            "Позачергова зустріч. Були {contact} та фінансова служба.\nДомовилися про щоденний статус і контрольну "
            "точку за шість тижнів.",
            "Зустріч із керівництвом. {contact}: рішення буде після аудиту коду.",
        ),
        _EMAIL: ("Надіслано розбір інциденту й перелік змін у процесі. {contact}: покажуть правлінню.",),
    },
}

_AMERICAN: Talks = {
    Band.HEALTHY: {
        _NOTE: (
            "Two more sites go live next quarter. {contact} wants the radio plan before the buildings are wired.",
            "Asked whether the weekly report can name the busiest floors. Product says it is planned for spring.",
            "{contact} offered to speak at the user group in the fall.",
        ),
        _CALL: (
            "Monthly call with {contact}. Guest portal is quiet, no dropped sessions since the upgrade. Next: failover "
            "test for the branches.",
            "{contact} expects a third more devices when term starts. Licences are enough; we look again in a month.",
            "Short call: firmware window agreed for Saturday night, nothing else open.",
        ),
        _MEETING: (
            "Quarterly review.\nAgreed:\n– turn on location services in two buildings\n– a one-page uptime report for "
            "the board\n{contact} names the owners.",
            "Admin training, eleven people. Most questions were about packet capture and anomaly alerts.",
        ),
        _EMAIL: (
            "Sent the review notes and the recording of the training. {contact} confirmed the same day.",
            "{contact} asked how long client data is kept. Sent the retention page, copied their security lead.",
        ),
    },
    Band.MONITOR: {
        _NOTE: (
            "The new warehouse was wired without us. Find out who decided and why.",
            "Their lead admin is on leave until March. Until then nobody feels responsible.",
            "Nobody has opened the health tests for five weeks. Their network engineer moved to another team.",
            "Sponsor retires at the end of the year. Ask for an introduction to the successor now.",
            "Only three of twelve admins came to the training. Offer shorter sessions by video.",
        ),
        _CALL: (
            "{contact}: the branches still run the old controllers beside ours. We agreed on a cut-over list in two weeks.",
            "{contact} is waiting for the fix of the tunnel status. I promised a date from engineering by Friday.",
            "Reached them on the third try. Busy with an audit; the review moves to next week.",
        ),
        _MEETING: (
            "Went through use by site. Two sites have never set an access policy.\n{contact} talks to the managers, we "
            "bring a starter set.",
            "First talk about renewal. {contact} wants the hours saved before deciding.\nWe collect the figures from the "
            "help desk.",
            "Met the site admins. Old access policies confuse everybody; we clear them together.",
        ),
        _EMAIL: (
            "Reminded them of the open survey: two sites have not answered.",
            "Sent a plan to start again: three steps, six weeks. Waiting for an answer.",
            "{contact} asked whether seats can go down at renewal. Answered with the figures of use.",
        ),
    },
    Band.AT_RISK: {
        _NOTE: (
            "A competitor has a pilot in their main building. We need a plan this week.",
            "Three escalated tickets within a month. Bring our support lead to the next meeting.",
            "No answer from anybody above manager for two months.",
        ),
        _CALL: (
            "{contact} was plain: the outage in the emergency wing cost them trust. They want the causes in writing.",
            "{contact}: the budget for next year is frozen, and ours is on the list. We agreed to show what was saved.",
        ),
        _MEETING: (
            "Get-well meeting with {contact} and their operations manager.\nAgreed on a weekly call and one named "
            "engineer until the open tickets are closed.",
            "Met the director. {contact} gave us until the end of the year, then they tender.",
        ),
        _EMAIL: (
            "Sent the report on the outage and dates for the fixes. {contact} takes it to the director.",
        ),
    },
}

TALKS: Mapping[str, Talks] = {"fi": _FINNISH, "uk": _UKRAINIAN, "en": _AMERICAN}
