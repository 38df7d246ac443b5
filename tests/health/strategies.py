"""Scorecards and ratings for property tests."""

from hypothesis import strategies as st

from health.rules import Scale

KEYS = tuple("abcdefgh")
SCALES = st.sampled_from([Scale(1, 3), Scale(1, 5), Scale(0, 10), Scale(1, 2)])


@st.composite
def scorecards(draw, largest=3_000):
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=6, unique=True))
    weights = {key: draw(st.integers(0, largest)) for key in keys}
    if not any(weights.values()):
        weights[keys[0]] = 1
    return weights


@st.composite
def rated_scorecards(draw, scales=SCALES, missing=True):
    """(ratings, weights, scale)."""
    weights, scale = draw(scorecards()), draw(scales)
    rating = st.integers(scale.low, scale.high)
    ratings = {key: draw(st.none() | rating if missing else rating) for key in weights}
    return ratings, weights, scale
