from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.happenings import OWN_SOURCES
        from accounts.holdings import OWNED
        from accounts.lists.sources import SOURCES
        from accounts.ports import ACCOUNT_PANELS, TIMELINE_SOURCES, Panel
        from accounts.shell import search
        from core.lists import LIST_SOURCES
        from core.shell import NavEntry, register_nav
        from workspaces.choices import Right
        from workspaces.ports import SETTINGS_PARTS, SHELL_PARTS, TEAM_HOLDINGS, SettingsPart, ShellPart

        register_nav(
            NavEntry("accounts", _("Accounts"), "building", "accounts:list", order=30, go="a", phone=True),
            NavEntry("contacts", _("Contacts"), "users", "accounts:contacts", order=40),
            NavEntry("contracts", _("Contracts"), "license", "accounts:contracts", order=50),
            NavEntry(
                "invoices", _("Invoices"), "receipt", "accounts:invoices", order=60, right=Right.SEE_MONEY
            ),
            NavEntry("tickets", _("Tickets"), "ticket", "accounts:tickets", "voice", order=40),
        )
        for panel in (
            Panel(key="contracts", label=_("Open contracts"), url_name="accounts:contracts_panel", order=40),
            Panel(
                key="invoices",
                label=_("Invoices"),
                url_name="accounts:invoices_panel",
                order=45,
                right=Right.SEE_MONEY,
            ),
            Panel(key="contacts", label=_("Contacts"), url_name="accounts:contacts_panel", order=50),
            Panel(key="tickets", label=_("Open tickets"), url_name="accounts:tickets_panel", order=60),
        ):
            ACCOUNT_PANELS.add(panel)
        TEAM_HOLDINGS.add(OWNED)
        for told in OWN_SOURCES:
            TIMELINE_SOURCES.add(told)
        SHELL_PARTS.add(ShellPart("search", search))
        for source in SOURCES:
            LIST_SOURCES.add(source)
        SETTINGS_PARTS.add(SettingsPart("products", _("Products"), "accounts:products", order=10))
