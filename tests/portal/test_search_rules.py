"""Words, slips and stems, without a database."""

import pytest

from portal.rules.order import moved
from portal.rules.stems import finnish_stem, ukrainian_stem
from portal.rules.words import Piece, Query, excerpt, marked, one_slip, query_of, slips, words_of

FAMILIES = [
    "договір договору договором договорів договорі договори",
    "рахунок рахунку рахунки рахунків рахунком",
    "оновлення оновленням оновлень",
    "користувач користувача користувачі користувачів користувачам",
    "звіт звіту звіти звітів звітом",
    "налаштування налаштуванням налаштувань налаштувати налаштуванні",
    "покупець покупця покупці покупців",
    "платіж платежу платежі платежів",
    "інструкція інструкції інструкцію інструкцій інструкціями",
    "компанія компанії компаній компанією",
    "новий нова нові нового новому нових",
    "зміна зміни змін зміну змінити змінює",
    "мережа мережі мереж мережу",
    "підтримка підтримки підтримку підтримкою",
    "експорт експорту експортувати",
    "пароль пароля паролі паролем паролів",
    "відповідь відповіді відповідей",
    "кандидат кандидата кандидатів кандидатам",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_forms_of_an_ukrainian_word_share_a_stem(family):
    assert len({ukrainian_stem(word) for word in family.split()}) == 1


def test_ukrainian_words_of_other_families_keep_apart_and_small_words_say_nothing():
    stems = [ukrainian_stem(family.split()[0]) for family in FAMILIES]
    assert len(set(stems)) == len(FAMILIES)
    assert [ukrainian_stem(word) for word in ("або", "як", "що")] == ["", "", ""]


def test_a_light_stemmer_leaves_changed_consonants_apart():
    assert ukrainian_stem("книга") != ukrainian_stem("книзі")


def test_the_last_step_of_finnish_undoes_what_snowball_leaves():
    assert finnish_stem("tilauks") == finnish_stem("tilaus") == "tilaus"


def test_words_are_folded_over_case_apostrophes_hyphens_and_letters():
    assert words_of("М’який КОМП'ЮТЕР, ёлка ґанок") == ["мякий", "компютер", "елка", "ганок"]
    assert words_of("The customer's e-mail") == ["the", "customer", "e", "mail", "email"]
    assert words_of("x" * 100) == ["x" * 40]


def test_a_query_is_bounded_and_its_last_word_may_be_unfinished():
    assert query_of("pay-roll expo") == Query(("payroll", "expo"), True)
    assert query_of("export ") == Query(("export",), False)
    assert query_of("ex") == Query(("ex",), False)
    assert query_of("\0%_'\" ") == Query((), False)
    assert len(query_of("a1 b2 c3 d4 e5 f6 g7 h8 i9 j10").words) == 8
    assert query_of("%_" * 5000 + "x").words == ()


@pytest.mark.parametrize("typed", ["paymnet", "paymen", "paayment", "paymeht", "apyment"])
def test_one_slip_is_forgiven_and_found_by_a_shared_rest(typed):
    assert one_slip(typed, "payment")
    assert slips(typed) & slips("payment")


@pytest.mark.parametrize("typed", ["payment", "pamnet", "paymenxy", "tnemyap"])
def test_the_same_word_and_two_slips_are_no_slip(typed):
    assert not one_slip(typed, "payment")


def test_short_long_and_numbered_words_are_not_guessed_at():
    assert slips("tax") == slips("x" * 25) == slips("iso27001") == set()


def test_hits_are_pieces_of_the_text_as_it_is_written():
    assert marked("The <b>Pay-roll</b> exports.", {"payroll", "exports"}) == [
        Piece("The <b>", False), Piece("Pay-roll", True), Piece("</b> ", False), Piece("exports", True), Piece(".", False),
    ]  # fmt: skip
    assert marked("", {"x"}) == []


def test_an_excerpt_stands_round_the_first_hit_and_ends_at_words():
    text = "alpha " * 60 + "needle " + "omega " * 60
    found = excerpt(text, {"needle"})
    assert "needle" in found
    assert found.startswith("… alpha")
    assert found.endswith("omega …")
    assert len(found) <= 186
    assert excerpt("short text", {"nothing"}) == "short text"


@pytest.mark.parametrize(
    ("way", "one", "wanted"),
    [
        ("up", 2, [2, 1, 3]), ("up", 1, [1, 2, 3]), ("down", 3, [1, 2, 3]), ("down", 1, [2, 1, 3]), ("take", 2, [1, 3]),
        ("put", 4, [1, 2, 3, 4]), ("put", 1, [1, 2, 3]), ("up", 9, [1, 2, 3]),
    ],
)  # fmt: skip
def test_a_list_is_put_in_order_deed_by_deed(way, one, wanted):
    assert moved([1, 2, 3], one, way) == wanted
