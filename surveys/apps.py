from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"

    def ready(self) -> None:
        from core.lists import LIST_SOURCES
        from core.shell import NavEntry, register_nav
        from notifications.choices import Mail
        from notifications.ports import DIGEST_PARTS, KINDS, NoticeKind
        from playbooks.ports import TODAY, TRIGGERS
        from surveys.digest import PART
        from surveys.lists.sources import SOURCES
        from surveys.ports import SENTIMENT
        from surveys.services.telling import ANSWERED, DETRACTOR
        from surveys.today import DETRACTORS
        from surveys.triggers import TRIGGER
        from surveys.vader import VADER
        from workspaces.choices import Right
        from workspaces.ports import SETTINGS_PARTS, SettingsPart

        KINDS.add(NoticeKind(ANSWERED, _("A customer of mine answers a survey"), order=41))
        KINDS.add(
            NoticeKind(DETRACTOR, _("A detractor answers among my customers"), usual=Mail.AT_ONCE, order=40)
        )
        DIGEST_PARTS.add(PART)
        TODAY.add(DETRACTORS)
        TRIGGERS.add(TRIGGER)
        SENTIMENT.add(VADER)
        for source in SOURCES:
            LIST_SOURCES.add(source)
        SETTINGS_PARTS.add(SettingsPart("surveys", _("Surveys"), "surveys:settings", order=40))
        register_nav(
            NavEntry("surveys", _("Surveys"), "mood-smile", "surveys:results", "voice", order=10, right=Right.USE_SURVEYS)
        )  # fmt: skip
        _hand_to_accounts()


def _hand_to_accounts() -> None:
    from accounts.ports import ACCOUNT_PANELS, TIMELINE_SOURCES, Panel, TimelineSource
    from surveys.selectors.story import SOURCE, answer_rows, tell_answers
    from workspaces.choices import Right

    ACCOUNT_PANELS.add(
        Panel(
            key="satisfaction", label=_("Satisfaction"), url_name="surveys:satisfaction_panel", area="aside", order=60,
            right=Right.USE_SURVEYS, lines=4,
        )
    )  # fmt: skip
    TIMELINE_SOURCES.add(TimelineSource(SOURCE, _("Surveys"), tell_answers, answer_rows, order=70))
