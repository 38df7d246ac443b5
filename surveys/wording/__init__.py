"""The words of surveys in the languages of those who are asked. They are content and no interface: a workspace may put
its own in their place, and they are needed in languages that the staff's pages do not speak."""

from surveys.choices import Language
from surveys.wording.english import ENGLISH
from surveys.wording.finnish import FINNISH
from surveys.wording.russian import RUSSIAN
from surveys.wording.shape import Wording
from surveys.wording.ukrainian import UKRAINIAN

WORDINGS: dict[str, Wording] = {
    Language.ENGLISH: ENGLISH,
    Language.FINNISH: FINNISH,
    Language.UKRAINIAN: UKRAINIAN,
    Language.RUSSIAN: RUSSIAN,
}


def wording_in(language: str) -> Wording:
    """The words in a language, in English where we have none."""
    return WORDINGS.get(language, ENGLISH)


def spoken(language: str, otherwise: str = Language.ENGLISH) -> str:
    """The language of a contact, by its two letters, if surveys speak it, else another."""
    code = language.strip().lower()[:2]
    return code if code in WORDINGS else otherwise


__all__ = ["WORDINGS", "Wording", "spoken", "wording_in"]
