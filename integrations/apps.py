from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    name = "integrations"

    def ready(self) -> None:
        from accounts.ports import LIST_LEADS, Lead
        from core.lists import LIST_FORMATS, ListFormat
        from core.shell import NavEntry, register_nav
        from integrations.choices import FileFormat
        from integrations.services.export_work import KIND
        from notifications.choices import Mail
        from notifications.ports import KINDS, NoticeKind
        from reports.ports import STEP_LINKS, StepLink
        from workspaces.choices import Right

        register_nav(
            NavEntry(
                "imports", _("Imports"), "table-import", "integrations:imports", "insight", order=90,
                right=(Right.IMPORT_DATA, Right.IMPORT_INVOICES),
            )
        )  # fmt: skip
        KINDS.add(NoticeKind(KIND, _("A file that I asked for is ready"), usual=Mail.OFF, order=90))
        STEP_LINKS.add(StepLink("import", "integrations:imports"))
        for order, kind in enumerate(FileFormat):
            LIST_FORMATS.add(
                ListFormat(key=kind.value, label=kind.label, url_name="integrations:new_export", order=order)
            )
        for key, label in (
            ("accounts", _("Import accounts")),
            ("contacts", _("Import contacts")),
            ("contracts", _("Import contracts")),
            ("tickets", _("Import tickets")),
        ):
            LIST_LEADS.add(Lead(key, label, "integrations:upload", f"?kind={key}", right=Right.IMPORT_DATA))
        LIST_LEADS.add(
            Lead(
                "invoices",
                _("Import invoices"),
                "integrations:upload",
                "?kind=invoices",
                right=Right.IMPORT_INVOICES,
            )
        )
