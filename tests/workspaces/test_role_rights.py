import pytest

from core.errors import Conflict, DomainError, Forbidden
from tests.support.world import NOW, add_account, add_member
from workspaces.access import allowed, allowed_somewhere, sees_money, visibility
from workspaces.choices import Right, Role, Scope, SecurityActKind, Visibility
from workspaces.errors import LastAdmin
from workspaces.models import Member, RoleSetting, SecurityAct
from workspaces.rights import default_rights
from workspaces.selectors import member_of_user, role_rights
from workspaces.selectors.rights import mark_of, rights_of_role
from workspaces.services.members import change_role, remove_member
from workspaces.services.rights import reset_role, set_member_rights, set_role_rights

ROLES = "/w/acme/settings/roles/"


def fields_of(page):
    """What the form of a page would send as it stands."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def acts(company, kind):
    with company.scope():
        return list(SecurityAct.objects.filter(kind=kind).order_by("id"))


def set_role(world, role, by=None, **wanted):
    with world.acme.scope():
        scopes = {Right(right): Scope(scope) for right, scope in wanted.items()}
        return set_role_rights(role, scopes, by=by or world.acme.admin, now=NOW)


def set_person(world, member, **wanted):
    with world.acme.scope():
        scopes = {Right(right): scope and Scope(scope) for right, scope in wanted.items()}
        return set_member_rights(member, scopes, by=world.acme.admin, now=NOW)


def test_a_roles_rights_change_by_the_page_and_the_log_says_what_was_before(world):
    admin = world.client(world.acme.admin)
    assert b"as the default has it" in admin.get(ROLES).content
    values = fields_of(admin.get(f"{ROLES}?role=csm"))
    assert values["see_money"] == "all"
    sent = {**values, "role": "csm", "see_money": "none", "edit_accounts": "team", "see_accounts": "team"}
    assert admin.post(ROLES, sent).status_code == 303
    [act] = acts(world.acme, SecurityActKind.SETTINGS_CHANGED)
    assert (act.subject, act.detail) == (
        "csm",
        {
            "rights": {
                "see_accounts": ["all", "team"],
                "edit_accounts": ["own", "team"],
                "see_money": ["all", "none"],
            }
        },
    )
    log = admin.get("/w/acme/settings/security-log/").content.decode()
    assert "See money: Yes → No" in log
    assert "See accounts: All accounts → Own teams" in log
    with world.acme.scope():
        [kept] = RoleSetting.objects.all()
        csm = member_of_user(world.acme.csm.user_id)
        assert (kept.visibility, kept.sees_money, kept.scopes) == (
            "own_teams",
            False,
            {"edit_accounts": "team"},
        )
        assert (visibility(csm), sees_money(csm)) == (Visibility.OWN_TEAMS, False)
    page = admin.get(f"{ROLES}?role=csm").content.decode()
    assert "Changed; the default is: Yes" in page
    assert "3 rights changed" in admin.get(ROLES).content.decode()


def test_a_role_goes_back_to_the_default(world):
    set_role(world, Role.CSM, see_money="none", export_data="all")
    admin = world.client(world.acme.admin)
    assert admin.post(f"{ROLES}default/", {"role": "csm"}).status_code == 303
    with world.acme.scope():
        assert not RoleSetting.objects.exists()
        assert rights_of_role(Role.CSM) == default_rights(Role.CSM)
        assert reset_role(Role.CSM, by=world.acme.admin, now=NOW) == {}
    last = acts(world.acme, SecurityActKind.SETTINGS_CHANGED)
    assert [act.detail["rights"] for act in last][1:] == [
        {"see_money": ["none", "all"], "export_data": ["all", "none"]}
    ]


def test_sending_the_form_twice_changes_once(world):
    assert set_role(world, Role.CSM, see_money="none") == {"see_money": ["all", "none"]}
    assert set_role(world, Role.CSM, see_money="none") == {}
    assert len(acts(world.acme, SecurityActKind.SETTINGS_CHANGED)) == 1


@pytest.mark.parametrize(
    ("role", "right", "scope"),
    [
        ("csm", "manage_members", "all"),
        ("csm_lead", "manage_settings", "all"),
        ("executive", "see_security_log", "all"),
        ("finance", "see_money", "none"),
        ("observer", "edit_accounts", "own"),
        ("observer", "export_data", "all"),
        ("support", "assign_reports", "all"),
        ("admin", "manage_members", "none"),
        ("admin", "see_money", "none"),
        ("csm", "see_accounts", "none"),
        ("csm", "export_data", "team"),
    ],
)
def test_what_a_role_can_never_have_is_not_offered_and_refused(world, role, right, scope):
    admin = world.client(world.acme.admin)
    page = admin.get(f"{ROLES}?role={role}")
    field = page.context["form"].fields.get(right)
    assert field is None or scope not in dict(field.choices)
    with pytest.raises(DomainError) as refused:
        set_role(world, Role(role), **{right: scope})
    assert refused.value.code == "outside_bounds"
    admin.post(ROLES, {**fields_of(page), "role": role, right: scope})
    with world.acme.scope():
        assert not RoleSetting.objects.exists()
        assert rights_of_role(Role(role)) == default_rights(role)


def test_a_whole_form_is_refused_for_one_right_beyond_the_bounds(world):
    with pytest.raises(DomainError):
        set_role(world, Role.CSM, see_money="none", manage_members="all")
    with world.acme.scope():
        assert not RoleSetting.objects.exists()
    assert acts(world.acme, SecurityActKind.SETTINGS_CHANGED) == []


def test_a_form_that_showed_other_rights_is_refused(world):
    admin = world.client(world.acme.admin)
    stale = fields_of(admin.get(f"{ROLES}?role=csm"))
    set_role(world, Role.CSM, export_data="all")
    refused = admin.post(ROLES, {**stale, "role": "csm", "see_money": "none"})
    assert refused.status_code == 409
    assert "Somebody changed these rights meanwhile" in refused.content.decode()
    with world.acme.scope():
        assert rights_of_role(Role.CSM)[Right.SEE_MONEY] is Scope.ALL


def test_one_person_gets_and_loses_single_rights_and_the_page_says_where_each_comes_from(world):
    admin, csm = world.client(world.acme.admin), world.acme.csm
    address = f"/w/acme/settings/members/{csm.pk}/"
    page = admin.get(address)
    assert "From the role" in page.content.decode()
    sent = {**fields_of(page), "export_data": "all", "see_money": "none"}
    assert admin.post(f"{address}rights/", sent).status_code == 303
    page = admin.get(address).content.decode()
    assert "Personal; the role has: No" in page
    assert "Personal; the role has: Yes" in page
    assert "personal rights" in admin.get("/w/acme/settings/members/").content.decode()
    [act] = acts(world.acme, SecurityActKind.RIGHTS_CHANGED)
    assert (act.subject, act.member_id) == ("csm@acme.example", world.acme.admin.pk)
    assert act.detail == {"rights": {"see_money": ["all", "none"], "export_data": ["none", "all"]}}
    with world.acme.scope():
        held = member_of_user(csm.user_id)
        assert held.scopes == {"export_data": "all", "see_money": "none"}
        assert allowed_somewhere(held, Right.EXPORT_DATA)
        assert not sees_money(held)
        assert sees_money(member_of_user(world.acme.am.user_id))
    set_person(world, csm, export_data=None, see_money=None)
    with world.acme.scope():
        assert role_rights(member_of_user(csm.user_id)) == default_rights(Role.CSM)


def test_a_person_is_bound_as_the_role_is(world):
    with pytest.raises(DomainError):
        set_person(world, world.acme.csm, manage_members="all")
    with pytest.raises(DomainError):
        set_person(world, world.acme.observer, edit_accounts="all")
    address = f"/w/acme/settings/members/{world.acme.csm.pk}/"
    admin = world.client(world.acme.admin)
    sent = {**fields_of(admin.get(address)), "manage_members": "all", "role": "admin"}
    admin.post(f"{address}rights/", sent)
    with world.acme.scope():
        assert Member.objects.get(pk=world.acme.csm.pk).scopes == {}
        assert Member.objects.get(pk=world.acme.csm.pk).role == Role.CSM


def test_nobody_raises_the_own_rights(world):
    admin = world.acme.admin
    with world.acme.scope():
        with pytest.raises(DomainError) as refused:
            set_member_rights(admin, {Right.ASSIGN_REPORTS: Scope.ALL}, by=admin, now=NOW)
        assert refused.value.code == "own_rights"
        with pytest.raises(DomainError):
            set_member_rights(admin, {}, by=admin, now=NOW)
        change_role(world.acme.lead, role=Role.ADMIN, by=admin, now=NOW)
        with pytest.raises(Forbidden):
            change_role(admin, role=Role.EXECUTIVE, by=admin, now=NOW)
        change_role(admin, role=Role.OBSERVER, by=admin, now=NOW)
        with pytest.raises(LastAdmin):
            remove_member(world.acme.lead, by=world.acme.lead, now=NOW)
    browser = world.client(world.acme.lead)
    own = f"/w/acme/settings/members/{world.acme.lead.pk}/"
    assert b"Nobody changes the own rights" in browser.get(own).content


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_admins_reach_rights_roles_and_teams(world, role):
    browser = world.client(world.acme.members[role])
    csm = world.acme.csm.pk
    for path in ("roles/", "roles/?role=csm", f"members/{csm}/", "teams/", "teams/new/"):
        assert browser.get(f"/w/acme/settings/{path}").status_code == 403, path
    for path in ("roles/", "roles/default/", f"members/{csm}/rights/", "teams/new/"):
        sent = {"role": role, "see_money": "all", "name": "X"}
        assert browser.post(f"/w/acme/settings/{path}", sent).status_code == 403, path
    with world.acme.scope():
        assert not RoleSetting.objects.exists()
        assert not Member.objects.exclude(scopes={}).exists()


def test_personal_rights_end_with_the_role_and_with_leaving(world):
    csm = world.acme.csm
    set_person(world, csm, edit_accounts="all")
    with world.acme.scope():
        change_role(csm, role=Role.SUPPORT, by=world.acme.admin, now=NOW)
        assert Member.objects.get(pk=csm.pk).scopes == {}
    [act] = acts(world.acme, SecurityActKind.ROLE_CHANGED)
    assert act.detail == {"before": "csm", "after": "support", "rights_ended": {"edit_accounts": "all"}}
    set_person(world, csm, edit_accounts="all")
    with world.acme.scope():
        remove_member(csm, by=world.acme.admin, now=NOW)
        assert Member.objects.get(pk=csm.pk).scopes == {}


def test_rights_changed_hold_from_the_next_request_on(world):
    browser = world.client(world.acme.csm)
    address = f"/w/acme/accounts/{world.acme.account.pk}/"
    with world.acme.scope():
        other = add_account("Somebody else's")
    contract = f"{address}contracts/{world.acme.contract.pk}/"
    assert "120,000" in browser.get(contract).content.decode()
    set_role(world, Role.CSM, see_money="none")
    assert "120,000" not in browser.get(contract).content.decode()
    set_person(world, world.acme.csm, see_money="all")
    assert "120,000" in browser.get(contract).content.decode()
    assert browser.get(f"/w/acme/accounts/{other.pk}/").status_code == 200
    set_person(world, world.acme.csm, see_accounts="own")
    assert browser.get(f"/w/acme/accounts/{other.pk}/").status_code == 404
    assert browser.get(f"{address}edit/").status_code == 200
    set_person(world, world.acme.csm, edit_accounts="none")
    assert browser.get(f"{address}edit/").status_code == 403
    set_role(world, Role.CSM, edit_accounts="all")
    assert browser.get(f"{address}edit/").status_code == 403
    set_person(world, world.acme.csm, edit_accounts=None)
    assert browser.get(f"{address}edit/").status_code == 200


def test_exports_are_taken_from_a_role_and_given_to_a_person(world):
    finance, csm = world.acme.members[Role.FINANCE], world.acme.csm
    sent = {"list": "accounts", "format": "csv"}
    page = world.client(finance).get("/w/acme/accounts/")
    assert page.context["list"].context.may_export is True
    set_role(world, Role.FINANCE, export_data="none")
    assert world.client(finance).get("/w/acme/accounts/").context["list"].context.may_export is False
    assert world.client(finance).post("/w/acme/exports/new/", sent).status_code == 403
    assert world.client(csm).post("/w/acme/exports/new/", sent).status_code == 403
    set_person(world, csm, export_data="all")
    assert world.client(csm).get("/w/acme/accounts/").context["list"].context.may_export is True


def test_a_persons_own_rights_hold_in_that_workspace_alone(world):
    with world.other.scope():
        there = Member.objects.create(user=world.acme.csm.user, role=Role.CSM, joined_at=NOW)
    set_person(world, world.acme.csm, see_money="none")
    with world.other.scope():
        assert sees_money(member_of_user(there.user_id))
        with pytest.raises(Member.DoesNotExist):
            set_member_rights(world.acme.csm, {Right.SEE_MONEY: Scope.ALL}, by=world.other.admin, now=NOW)


def test_a_mark_changes_with_the_rights(world):
    held = default_rights(Role.CSM)
    assert mark_of(held) == mark_of(dict(held))
    assert mark_of(held) != mark_of({**held, Right.SEE_MONEY: Scope.NONE})
    with world.acme.scope(), pytest.raises(Conflict):
        set_role_rights(Role.CSM, {}, by=world.acme.admin, now=NOW, mark="x")


def test_given_by_the_role_a_right_reaches_over_the_teams_accounts(world):
    set_role(world, Role.CSM, edit_accounts="team")
    with world.acme.scope():
        csm = member_of_user(world.acme.csm.user_id)
        assert allowed(csm, Right.EDIT_ACCOUNTS, in_team=True)
        assert not allowed(csm, Right.EDIT_ACCOUNTS)
        add_member(world.acme, Role.CSM, "second@acme.example")
