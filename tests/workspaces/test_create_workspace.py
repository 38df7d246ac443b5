import json
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from core.errors import DomainError
from tests.support.world import NOW, PASSWORD
from workspaces.choices import Role, SecurityActKind
from workspaces.models import Member, SecurityAct, User, Workspace
from workspaces.ports import WORKSPACE_STARTERS, Starter
from workspaces.services import create_workspace


def run(monkeypatch, *arguments, password=PASSWORD):
    monkeypatch.setattr("sys.stdin", StringIO(password + "\n"))
    out = StringIO()
    call_command("create_workspace", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_makes_a_workspace_with_its_admin_and_says_so_in_one_line(db, monkeypatch):
    line = run(monkeypatch, "acme", "--name", "Acme Oy", "--owner", "Ann@Acme.example", "--password-stdin")
    assert line.count("\n") == 1
    told = json.loads(line)
    made = Workspace.objects.get(slug="acme")
    assert told == {
        "workspace": "acme",
        "id": made.id,
        "name": "Acme Oy",
        "owner": "ann@acme.example",
        "owner_is_new": True,
        "url": "http://localhost:8000/w/acme/",
        "note": "",
    }
    assert User.objects.get(email="ann@acme.example").check_password(PASSWORD)
    assert EmailAddress.objects.filter(email="ann@acme.example", verified=True, primary=True).count() == 1


def test_the_owner_is_admin_and_the_log_begins(world):
    with world.acme.scope():
        assert Member.objects.get(user=world.acme.admin.user).role == Role.ADMIN
        [act] = SecurityAct.objects.all()
    expected = (SecurityActKind.WORKSPACE_CREATED, "acme", world.acme.admin.pk)
    assert (act.kind, act.subject, act.member_id) == expected


def test_a_person_who_exists_becomes_admin_and_keeps_the_password(world, monkeypatch):
    person = world.acme.csm.user
    told = json.loads(run(monkeypatch, "third", "--name", "Third", "--owner", person.email, password="x"))
    assert told["owner_is_new"] is False
    assert told["note"] == "The owner had an account already and keeps its password."
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("slug", "name", "owner", "password", "words"),
    [
        ("acme", "Acme", "new@x.example", PASSWORD, "There is a workspace “acme” already"),
        ("Ac me", "Acme", "new@x.example", PASSWORD, "cannot stand in an address"),
        ("-acme", "Acme", "new@x.example", PASSWORD, "cannot stand in an address"),
        ("a" * 49, "Acme", "new@x.example", PASSWORD, "cannot stand in an address"),
        ("new\n", "Acme", "new@x.example", PASSWORD, "cannot stand in an address"),
        ("new", " ", "new@x.example", PASSWORD, "name of 1 to 120 characters"),
        ("new", "New", "no address", PASSWORD, "is not an e-mail address"),
        ("new", "New", "new@x.example", "short", "too short"),
        ("new", "New", "new@x.example", "password12", "too common"),
        ("new", "New", "new@x.example", "", "too short"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_left(world, monkeypatch, slug, name, owner, password, words):
    before = (Workspace.objects.count(), User.objects.count())
    with pytest.raises(CommandError, match=words):
        run(
            monkeypatch,
            f"--name={name}",
            f"--owner={owner}",
            "--password-stdin",
            "--",
            slug,
            password=password,
        )
    assert (Workspace.objects.count(), User.objects.count()) == before


def test_a_new_owner_without_a_password_is_told_the_option(db, monkeypatch):
    with pytest.raises(CommandError, match="add --password-stdin"):
        run(monkeypatch, "acme", "--name", "Acme", "--owner", "a@acme.example")


def test_every_app_may_put_its_first_rows_into_a_new_workspace(db, monkeypatch):
    seen = []
    monkeypatch.setitem(
        WORKSPACE_STARTERS._parts, "probe", Starter("probe", lambda w, now: seen.append((w, now)))
    )
    made = create_workspace(slug="acme", name="Acme", owner_email="a@b.example", password=PASSWORD, now=NOW)
    assert seen == [(made.workspace, NOW)]


def test_a_starter_that_fails_takes_the_workspace_with_it(db, monkeypatch):
    def fail(workspace, now):
        raise DomainError("no")

    monkeypatch.setitem(WORKSPACE_STARTERS._parts, "probe", Starter("probe", fail))
    with pytest.raises(DomainError):
        create_workspace(slug="acme", name="Acme", owner_email="a@b.example", password=PASSWORD, now=NOW)
    assert not Workspace.objects.exists()
    assert not User.objects.exists()
