"""Settings, members and my own pages, below /w/<workspace>/."""

from django.urls import path

from workspaces.views import door, mail, me, members, rights, security_log, settings, teams

app_name = "workspaces"

urlpatterns = [
    path("", door.home, name="home"),
    path("me/", me.profile, name="profile"),
    path("me/sign-in/", me.sign_in, name="my_sign_in"),
    path("settings/", settings.first_page, name="settings"),
    path("settings/workspace/", settings.workspace, name="workspace"),
    path("settings/brand/", settings.brand, name="brand"),
    path("settings/roles/", rights.roles, name="roles"),
    path("settings/roles/default/", rights.role_default, name="role_default"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/new/", teams.new, name="new_team"),
    path("settings/teams/<int:team_id>/", teams.team, name="team"),
    path("settings/teams/<int:team_id>/closing/", teams.closing, name="team_closing"),
    path("settings/teams/<int:team_id>/reopening/", teams.reopening, name="team_reopening"),
    path("settings/members/", members.members, name="members"),
    path("settings/members/<int:member_id>/", rights.member, name="member"),
    path("settings/members/<int:member_id>/rights/", rights.member_rights, name="member_rights"),
    path("settings/members/<int:member_id>/role/", members.role, name="member_role"),
    path("settings/members/<int:member_id>/removal/", members.removal, name="member_removal"),
    path("settings/members/<int:member_id>/return/", members.coming_back, name="member_return"),
    path("settings/invitations/", members.invitations, name="invitations"),
    path("settings/invitations/<int:invitation_id>/mail/", members.invitation_mail, name="invitation_mail"),
    path(
        "settings/invitations/<int:invitation_id>/withdrawal/",
        members.withdrawal,
        name="invitation_withdrawal",
    ),
    path("settings/mail/", mail.outbox, name="outbox"),
    path("settings/mail/<int:message_id>/sending/", mail.sending, name="mail_sending"),
    path("settings/mail/<int:message_id>/settlement/", mail.settlement, name="mail_settlement"),
    path("settings/security-log/", security_log.acts, name="security_log"),
]
