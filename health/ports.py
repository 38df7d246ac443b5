"""What upper apps hand to health: things that happen on the platform itself, counted by usage metrics like the product's events."""

from dataclasses import dataclass

from core.lists.columns import Text
from core.ports import Registry


@dataclass(frozen=True)
class OwnEvent:
    """Something that accounts do here, by the word that a usage metric names. It is no use of the product: features used
    and licences active leave it out.

    `rows` is a statement of our own that answers account_id, occurred_on and user_key (text) of each time it happened in
    the workspace %(workspace)s, by the calendar of %(zone)s; it is complete up to today.
    """

    key: str
    label: Text
    rows: str
    order: int = 100


OWN_EVENTS: Registry[OwnEvent] = Registry("events of the platform's own")
