"""What customers and colleagues write in inquiries, by language. `{subject}` is the inquiry's own, `{name}` who writes."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Exchange:
    """What is asked, answered, asked back, noted among colleagues, said when it is escalated and when it is rated."""

    asked: tuple[str, ...]
    answered: tuple[str, ...]
    back: tuple[str, ...]
    noted: str
    escalated: str
    rated: Mapping[int, str]


EXCHANGES: Mapping[str, Exchange] = {
    "en": Exchange(
        asked=(
            "Hello, we have had this since Monday on two of our sites: {subject}. Nothing changed on our side that we know of. Could you take a look?\n\nThank you, {name}",
            "Good morning. {subject}: see above, it keeps my people from working. What do you need from us?\n\n{name}",
            "Hi all, a short one: {subject}. Not urgent, but it comes back every week.\n\nBest, {name}",
        ),
        answered=(
            "Thank you for the details. We could reproduce it and have the cause; the mend goes out with the next release, on Thursday. I write again once it is there.",
            "Good catch. This is a setting on your side of the house: I described the three steps below and can do them with you on a call, if you like.",
            "We looked into it: it concerns one site only. Could you tell me since when, and who was signed in at the time?",
        ),
        back=(
            "It started last Tuesday, around nine. All of the second floor.",
            "That helped, thank you. I watch it for a day before we close this.",
        ),
        noted="Same cause as at two other customers. The team has it on top of its list; do not promise a day yet.",
        escalated="This stops payroll at the end of the week. I need somebody who can decide, today.",
        rated={
            5: "Quick, and told us what was going on.",
            3: "Solved, but it took three messages.",
            1: "Too slow.",
        },
    ),
    "fi": Exchange(
        asked=(
            "Hei, tämä on vaivannut meitä maanantaista asti kahdessa yksikössä: {subject}. Meillä ei tietääksemme ole muutettu mitään. Voisitteko katsoa?\n\nTerveisin {name}",
            "Huomenta. {subject}: rekrytoijat eivät pääse eteenpäin. Mitä tietoja tarvitsette meiltä?\n\n{name}",
            "Moi, lyhyesti: {subject}. Ei kiireellinen, mutta toistuu joka viikko.\n\n{name}",
        ),
        answered=(
            "Kiitos hyvistä tiedoista. Saimme virheen toistettua ja syy löytyi, korjaus tulee torstain versiossa. Palaan asiaan heti, kun se on käytössä.",
            "Hyvä huomio. Kyse on asetuksesta teidän puolellanne: kuvasin vaiheet alla, ja voimme käydä ne läpi myös puhelimessa.",
            "Selvitimme asian: se koskee vain yhtä yksikköä. Mistä alkaen tätä on näkynyt, ja kuka oli silloin kirjautuneena?",
        ),
        back=(
            "Alkoi viime tiistaina yhdeksän maissa. Koskee koko Turun yksikköä.",
            "Tämä auttoi, kiitos. Seuraan vielä päivän ennen kuin suljetaan.",
        ),
        noted="Sama syy kuin kahdella muulla asiakkaalla. Tiimillä työlistan kärjessä; päivää ei vielä luvata.",
        escalated="Palkka-ajo pysähtyy tähän perjantaina. Tarvitsen tänään jonkun, joka voi päättää.",
        rated={
            5: "Nopeaa, ja kerroitte koko ajan missä mennään.",
            3: "Ratkesi, mutta kolmella viestillä.",
            1: "Kesti liian kauan.",
        },
    ),
    "uk": Exchange(
        asked=(
            "Добрий день! З понеділка маємо на двох проєктах таке: {subject}. З нашого боку нічого не змінювали. Подивіться, будь ласка.\n\n{name}",
            "Доброго ранку. {subject}: команда не може працювати далі. Що вам від нас потрібно?\n\n{name}",
            "Вітаю, коротко: {subject}. Не терміново, але повторюється щотижня.\n\n{name}",
        ),
        answered=(
            "Дякуємо за подробиці. Ми відтворили проблему і знаємо причину; виправлення вийде в четвер. Напишу, щойно воно буде на місці.",
            "Слушне зауваження. Це налаштування з вашого боку: кроки описав нижче, можемо пройти їх разом на дзвінку.",
            "Перевірили: стосується лише одного середовища. Відколи це помітно і хто тоді працював у системі?",
        ),
        back=(
            "Почалося минулого вівторка, близько дев’ятої. Усе тестове середовище.",
            "Допомогло, дякую. Поспостерігаю ще день, і закриємо.",
        ),
        noted="Та сама причина, що й у двох інших клієнтів. У команди це перше в черзі; дату поки не обіцяємо.",
        escalated="Через це в п’ятницю зупиняться виплати. Потрібен хтось, хто вирішує, і сьогодні.",
        rated={
            5: "Швидко, і весь час знали, що відбувається.",
            3: "Вирішили, але з третього листа.",
            1: "Надто довго.",
        },
    ),
}
