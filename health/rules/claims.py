"""Which scorecard scores an account: the most specific one of those that fit it.

A card names a segment, a lifecycle stage, a product, any two of them or all three; it fits an account that meets
all that it names. Of the cards that fit, the one that names most things scores; among those that name as many, a
product goes before a stage and a stage before a segment; of two cards for two products of one account, the card
that was made first. A card that names nothing is the default and fits every account.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """What a card names: `segment` and `stage` as stored, empty for any; `product_id` None for any."""

    card_id: int = 0
    segment: str = ""
    stage: str = ""
    product_id: int | None = None

    @property
    def conditions(self) -> int:
        return bool(self.segment) + bool(self.stage) + (self.product_id is not None)

    @property
    def order(self) -> tuple[int, bool, bool, bool, int]:
        """Sorts the most specific first; SQL asks in this order too (health.selectors.claims)."""
        return (-self.conditions, self.product_id is None, not self.stage, not self.segment, self.card_id)

    def fits(self, segment: str, stage: str, product_ids: Collection[int]) -> bool:
        """Whether an account of that segment and stage, with these products under contract, meets all."""
        return (
            self.segment in ("", segment)
            and self.stage in ("", stage)
            and (self.product_id is None or self.product_id in product_ids)
        )

    def same_ground(self, other: "Claim") -> bool:
        """Whether both name exactly the same, so that only one of them could ever score."""
        mine, theirs = (
            (self.segment, self.stage, self.product_id),
            (other.segment, other.stage, other.product_id),
        )
        return mine == theirs


def claiming(
    claims: Iterable[Claim], *, segment: str, stage: str, product_ids: Collection[int]
) -> Claim | None:
    """The claim that holds for an account; None where none fits."""
    ordered = sorted(claims, key=lambda claim: claim.order)
    return next((claim for claim in ordered if claim.fits(segment, stage, product_ids)), None)
