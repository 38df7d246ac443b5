"""Stems where PostgreSQL has none or too little: Ukrainian whole, and the last step of Finnish.

Ukrainian has no stemmer in PostgreSQL. This one is light: it takes the ending off, lets fleeting о and е go, and writes
one letter for the vowels that change places in the last syllable (договір, договору). It mends neither prefixes nor
changes of consonants (книга, книзі); a search finds such a form by its beginning.
"""

import re

LEAST = 3  # letters that stay
REFLEXIVE = re.compile(r"(?<=.{4})(ся|сь)$")
#: The longest that fits is taken off.
ENDINGS = sorted(
    (
        # nouns
        "ами", "ями", "ові", "еві", "єві", "ах", "ях", "ам", "ям", "ом", "ем", "єм", "ою", "ею", "єю", "ів", "їв", "ей",
        "а", "я", "о", "е", "є", "и", "і", "ї", "у", "ю", "ь", "й", "ією",
        # nouns of deeds, where the whole family shares the verb's root
        "ання", "анню", "анням", "анні", "аннями", "аннях", "ань", "ення", "енню", "енням", "енні", "еннями", "еннях",
        "ень", "єння", "єнню", "єнням", "єнні", "єннями", "єнь", "іння", "інню", "інням", "інні", "інь",
        # adjectives
        "ого", "ому", "ий", "ій", "им", "ім", "их", "іх", "ими", "іми", "ої", "ього", "ьому", "ьої",
        # verbs
        "ати", "яти", "ити", "ути", "ать", "ять", "ить", "уть", "ють", "емо", "ємо", "имо", "ете",
        "єте", "ите", "еш", "єш", "иш", "ав", "яв", "ив", "ала", "яла", "ила", "али", "яли", "или", "ало", "яло",
        "ило", "увати", "ювати", "ує", "ює", "ують", "юють", "ував", "ював", "ували", "ювали", "увала", "ювала", "ування",
        "ювання", "уванням", "юванням", "уванні", "юванні", "увань", "ювань", "уйте", "юйте", "айте", "іть",
    ),
    key=len,
    reverse=True,
)  # fmt: skip
VOWELS = "аеєиіїоуюя"
_FLEETING = re.compile(rf"(?<=[^{VOWELS}])[оеє](?=[кц]$)")
_LAST_VOWEL = re.compile(rf"[іеє](?=[^{VOWELS}]+$)")
#: Words that say nothing by themselves.
SMALL_WORDS = frozenset(
    [
        "а",
        "або",
        "але",
        "без",
        "би",
        "був",
        "була",
        "були",
        "було",
        "бути",
        "в",
        "вам",
        "вас",
        "ваш",
        "вже",
        "ви",
        "від",
        "він",
        "вона",
        "вони",
        "воно",
        "все",
        "всі",
        "де",
        "для",
        "до",
        "є",
        "ж",
        "за",
        "з",
        "зі",
        "із",
        "і",
        "її",
        "їх",
        "й",
        "його",
        "коли",
        "кому",
        "котрий",
        "лише",
        "ми",
        "мій",
        "може",
        "на",
        "над",
        "нам",
        "нас",
        "наш",
        "не",
        "ні",
        "ну",
        "о",
        "об",
        "один",
        "по",
        "при",
        "про",
        "та",
        "так",
        "також",
        "те",
        "тим",
        "того",
        "той",
        "тому",
        "то",
        "тут",
        "у",
        "усі",
        "хто",
        "це",
        "цей",
        "ці",
        "цього",
        "ця",
        "чи",
        "чого",
        "через",
        "що",
        "щоб",
        "я",
        "як",
        "який",
        "яка",
        "яке",
        "які",
        "якщо",
    ]
)


def ukrainian_stem(word: str) -> str:
    """What the forms of a folded Ukrainian word share; empty for a word that says nothing by itself."""
    if word in SMALL_WORDS:
        return ""
    bare = REFLEXIVE.sub("", word)
    for ending in ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= LEAST:
            bare = bare[: -len(ending)]
            break
    bare = _FLEETING.sub("", bare) if len(bare) > LEAST + 1 else bare
    bare = bare.removesuffix("ь")
    if len(bare) > LEAST and bare[-1] == "і":
        bare = bare[:-1]
    if len(bare) > LEAST and bare[-1] == bare[-2]:
        bare = bare[:-1]
    return _LAST_VOWEL.sub("о", bare)


def finnish_stem(snowball: str) -> str:
    """A stem of Snowball's with the changes undone that it leaves: tilauks(en) is tilaus, raportei(n) is raport."""
    stem = re.sub(r"ks$", "s", snowball)
    stem = re.sub(r"(?<=.{3})(ei|oi|ai|ui)$", lambda found: found[0][0], stem)
    return re.sub(r"(?<=.{3})[aeiouyäö]$", "", stem)
