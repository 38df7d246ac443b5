"""Ready-made playbooks, installed with a workspace and whenever somebody asks for those that are missing."""

from playbooks.packs.detractor import DETRACTOR, EXECUTIVE_TOUCH
from playbooks.packs.get_well import GET_WELL
from playbooks.packs.onboarding import ONBOARDING
from playbooks.packs.parts import Pack, RuleText, StepText
from playbooks.packs.renewal import RENEWAL

PACKS: tuple[Pack, ...] = (ONBOARDING, GET_WELL, RENEWAL, DETRACTOR, EXECUTIVE_TOUCH)

__all__ = ["PACKS", "Pack", "RuleText", "StepText"]
