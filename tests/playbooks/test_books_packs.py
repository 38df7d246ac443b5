"""Playbooks edited as drafts, published as versions; ready-made ones installed once."""

import pytest

from core.errors import Conflict, DomainError
from playbooks.errors import ChangedMeanwhile
from playbooks.models import Playbook, PlaybookStep, PlaybookVersion, Rule
from playbooks.packs import PACKS
from playbooks.services.books import (
    StepFields,
    add_step,
    change_step,
    create_playbook,
    discard_draft,
    move_step,
    open_draft,
    publish_draft,
    remove_step,
    rename_playbook,
)
from playbooks.services.packs import install_packs, missing_packs
from playbooks.services.rulebook import delete_rule
from tests.playbooks.making import book_of
from tests.support.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(acme):
    made = create_playbook("Plan", by=acme.lead, now=NOW)
    found = PlaybookVersion.objects.get(playbook=made)
    for title in ("One", "Two", "Three"):
        add_step(found, StepFields(title=title))
    found.refresh_from_db()
    return found


def titles(draft):
    return list(
        PlaybookStep.objects.filter(version=draft).order_by("position").values_list("title", flat=True)
    )


def test_steps_are_added_moved_changed_and_removed(draft):
    steps = {step.title: step for step in draft.steps.all()}
    move_step(steps["Three"], -1)
    assert titles(draft) == ["One", "Three", "Two"]
    move_step(steps["One"], 1)
    assert titles(draft) == ["Three", "One", "Two"]
    change_step(steps["One"], StepFields(title="First", offset_days=3))
    remove_step(steps["Three"])
    remove_step(steps["Three"])
    assert titles(draft) == ["First", "Two"]
    add_step(draft, StepFields(title="Last"))
    assert titles(draft) == ["First", "Two", "Last"]


def test_a_published_version_never_changes(draft, acme):
    step = draft.steps.first()
    publish_draft(draft, by=acme.lead, now=NOW)
    for deed in (
        lambda: add_step(draft, StepFields(title="More")),
        lambda: change_step(step, StepFields(title="Other")),
        lambda: remove_step(step),
        lambda: move_step(step, 1),
    ):
        with pytest.raises(Conflict):
            deed()
    assert titles(draft) == ["One", "Two", "Three"]


def test_publishing_wants_steps_and_the_draft_as_it_was_seen(draft, acme):
    seen = draft.edits
    add_step(draft, StepFields(title="Four"))
    with pytest.raises(ChangedMeanwhile):
        publish_draft(draft, by=acme.lead, now=NOW, edits=seen)
    empty = PlaybookVersion.objects.get(playbook=create_playbook("Empty", by=acme.lead, now=NOW))
    with pytest.raises(DomainError, match="Add a step first"):
        publish_draft(empty, by=acme.lead, now=NOW)


def test_one_version_is_in_force_and_one_draft_open(draft, acme):
    publish_draft(draft, by=acme.lead, now=NOW)
    first, second = (
        open_draft(draft.playbook, by=acme.lead, now=NOW),
        open_draft(draft.playbook, by=acme.lead, now=NOW),
    )
    assert first.pk == second.pk
    publish_draft(first, by=acme.lead, now=NOW)
    states = PlaybookVersion.objects.filter(playbook=draft.playbook).order_by("number")
    assert list(states.values_list("number", "status")) == [(1, "retired"), (2, "published")]


def test_the_only_version_is_not_thrown_away(draft, acme):
    with pytest.raises(Conflict):
        discard_draft(draft)
    publish_draft(draft, by=acme.lead, now=NOW)
    discard_draft(open_draft(draft.playbook, by=acme.lead, now=NOW))
    assert PlaybookVersion.objects.filter(playbook=draft.playbook).count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (StepFields(title=""), "title"),
        (StepFields(title="x" * 161), "title"),
        (StepFields(title="x", offset_days=731), "offset_days"),
        (StepFields(title="x", owner_role="boss"), "owner_role"),
        (StepFields(title="x", day_kind="moons"), "day_kind"),
        (StepFields(title="x", checklist=["y" * 201]), "checklist"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(draft, fields, field):
    with pytest.raises(DomainError) as refused:
        add_step(draft, fields)
    assert refused.value.field == field


def test_two_playbooks_of_one_name_get_keys_of_their_own(acme):
    keys = [create_playbook("Get well!", by=acme.lead, now=NOW).key for _time in range(3)]
    assert keys == ["get-well-2", "get-well-3", "get-well-4"]


def test_a_new_name_is_guarded_by_the_version(acme):
    book = book_of()
    rename_playbook(book, "Better", "For all", version=book.version)
    with pytest.raises(ChangedMeanwhile):
        rename_playbook(book, "Mine", "", version=book.version)
    assert Playbook.objects.get(pk=book.pk).name == "Better"


def test_a_new_workspace_has_every_pack_in_force_and_its_rules_at_rest(acme):
    assert set(Playbook.objects.values_list("key", flat=True)) == {pack.key for pack in PACKS}
    in_force = PlaybookVersion.objects.filter(status="published", number=1)
    assert in_force.count() == len(PACKS)
    assert PlaybookStep.objects.filter(version__playbook__key="onboarding").count() == 12
    known = set(Rule.objects.values_list("pack", flat=True))
    assert {"get-well:band_fell", "get-well:usage_down", "executive-touch:no_executive_touch"} <= known
    assert Rule.objects.filter(is_active=True).count() == 0
    assert Rule.objects.get(pack="get-well:usage_down").parameters == {"percent": 25, "least": 4}


def test_installing_again_changes_nothing_and_brings_back_what_is_missing(acme):
    before = Playbook.objects.count(), Rule.objects.count()
    assert install_packs(acme.workspace, by=acme.admin, now=NOW) == []
    assert (Playbook.objects.count(), Rule.objects.count()) == before
    for rule in Rule.objects.filter(playbook__key="get-well"):
        delete_rule(rule)
    Playbook.objects.get(key="get-well").delete()
    assert [pack.key for pack in missing_packs()] == ["get-well"]
    assert [book.key for book in install_packs(acme.workspace, by=acme.admin, now=NOW)] == ["get-well"]
    assert (Playbook.objects.count(), Rule.objects.count()) == before
