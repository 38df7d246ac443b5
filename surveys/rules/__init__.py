"""What answers come to, when a campaign asks, and what comments are about: no database, no clock."""

from surveys.rules.goals import (
    C_LEVEL_SHARE,
    NPS_PASS,
    NPS_TARGET,
    RESPONSE_SHARE,
    Response,
    Standing,
    needed_answers,
    needed_c_level,
    nps_standing,
)
from surveys.rules.scores import Interval, Tally, csat_interval, group_of, nps_interval, tally_of
from surveys.rules.texts import VARIABLES, filled, strange_variables
from surveys.rules.waves import ONCE, last_quarters, quarter_key, wave_due
from surveys.rules.words import Word, guessed_language, word_cloud

__all__ = [
    "C_LEVEL_SHARE",
    "NPS_PASS",
    "NPS_TARGET",
    "ONCE",
    "RESPONSE_SHARE",
    "VARIABLES",
    "Interval",
    "Response",
    "Standing",
    "Tally",
    "Word",
    "csat_interval",
    "filled",
    "group_of",
    "guessed_language",
    "last_quarters",
    "needed_answers",
    "needed_c_level",
    "nps_interval",
    "nps_standing",
    "quarter_key",
    "strange_variables",
    "tally_of",
    "wave_due",
    "word_cloud",
]
