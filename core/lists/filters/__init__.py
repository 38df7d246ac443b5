"""The kinds of filters that lists are declared with. All names from here."""

from core.lists.filters.amounts import MoneyFilter, NumberFilter
from core.lists.filters.base import BARE, OPERATORS, Condition, Filter, FilterProblem, Option
from core.lists.filters.choices import ChoiceFilter, FlagFilter, ReferenceFilter
from core.lists.filters.dates import DateFilter
from core.lists.filters.words import ListedTextFilter, TextFilter

__all__ = [
    "BARE",
    "OPERATORS",
    "ChoiceFilter",
    "Condition",
    "DateFilter",
    "Filter",
    "FilterProblem",
    "FlagFilter",
    "ListedTextFilter",
    "MoneyFilter",
    "NumberFilter",
    "Option",
    "ReferenceFilter",
    "TextFilter",
]
