"""What customers write beside their score, by language and by group."""

from collections.abc import Mapping

from surveys.choices import Group

VOICES: Mapping[str, Mapping[Group, tuple[str, ...]]] = {
    "en": {
        Group.PROMOTER: (
            "Support answers within the hour, and our teams enjoy the new lists.",
            "The onboarding was excellent. Everybody here uses it every day.",
            "Reliable, fast, and you listen when we ask for something.",
            "Great reports. The board reads them every month.",
            "It saves us two days a month. We recommend it gladly.",
        ),
        Group.PASSIVE: (
            "Good in daily work; the reports could be easier to change.",
            "Works well. Training for new people takes too long.",
            "Fine, but the import needs too many steps.",
            "We like it. The mobile view is a little slow.",
        ),
        Group.DETRACTOR: (
            "Support is slow, and the same problem comes back every week.",
            "The import failed twice and nobody called us back. We are disappointed.",
            "Too expensive for what our teams really use.",
            "The reports are confusing, and the training never happened.",
            "Our users complain: it is slow and hard to find anything.",
        ),
    },
    "fi": {
        Group.PROMOTER: (
            "Tuki vastaa tunnissa, ja tiimit pitävät uusista listoista.",
            "Käyttöönotto sujui erinomaisesti. Kaikki käyttävät tätä päivittäin.",
            "Luotettava ja nopea, ja toiveitamme kuunnellaan.",
            "Hyvät raportit. Johtoryhmä lukee ne joka kuukausi.",
        ),
        Group.PASSIVE: (
            "Arjessa hyvä, mutta raportteja pitäisi voida muokata helpommin.",
            "Toimii. Uusien käyttäjien koulutus vie liikaa aikaa.",
            "Muuten hyvä, mutta tuonnissa on liikaa vaiheita.",
        ),
        Group.DETRACTOR: (
            "Tuki on hidas, ja sama ongelma palaa joka viikko.",
            "Tuonti epäonnistui kahdesti, eikä kukaan soittanut takaisin.",
            "Liian kallis siihen nähden, mitä oikeasti käytämme.",
            "Raportit ovat sekavia, eikä luvattua koulutusta pidetty.",
        ),
    },
    "uk": {
        Group.PROMOTER: (
            "Підтримка відповідає за годину, командам подобаються нові списки.",
            "Впровадження пройшло чудово. Користуємося щодня.",
            "Надійно, швидко, і нас чують.",
            "Гарні звіти. Правління читає їх щомісяця.",
        ),
        Group.PASSIVE: (
            "У щоденній роботі добре, але звіти важко змінювати.",
            "Працює. Навчання нових людей триває задовго.",
            "Загалом добре, проте імпорт має забагато кроків.",
        ),
        Group.DETRACTOR: (
            "Підтримка повільна, та сама проблема повертається щотижня.",
            "Імпорт двічі не вдався, і ніхто не передзвонив.",
            "Задорого за те, чим ми справді користуємося.",
            "Звіти заплутані, а обіцяного навчання не було.",
        ),
    },
}
