"""What upper apps hand to the pages of reports, from their apps.py."""

from dataclasses import dataclass

from core.ports import Registry


@dataclass(frozen=True)
class StepLink:
    """Where a first step of a fresh workspace is done: key "import"; `url_name` takes the workspace alone."""

    key: str
    url_name: str
    order: int = 100


STEP_LINKS: Registry[StepLink] = Registry("first steps")
