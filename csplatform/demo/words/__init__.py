"""Words of three countries, and how names are put together from them."""

from csplatform.demo.words.american import AMERICAN
from csplatform.demo.words.finnish import FINNISH
from csplatform.demo.words.tongue import Business, Person, Tongue
from csplatform.demo.words.ukrainian import UKRAINIAN

__all__ = ["AMERICAN", "FINNISH", "UKRAINIAN", "Business", "Person", "Tongue"]
