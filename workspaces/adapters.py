"""How allauth meets our rules: nobody signs up by themselves, and failed sign-ins are counted and told."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from workspaces.afterwards import afterwards
from workspaces.services.person_acts import Client, record_failed_sign_in

WORDS = {
    1: gettext_lazy("one"),
    2: gettext_lazy("two"),
    3: gettext_lazy("three"),
    4: gettext_lazy("four"),
}


def client_of(request: HttpRequest) -> Client:
    """Where a request came from, for the security log."""
    return Client(request.META.get("REMOTE_ADDR") or None, request.headers.get("User-Agent", ""))


class AccountAdapter(DefaultAccountAdapter):
    """Counts failures per address and client, so that a stranger cannot lock somebody out for ever, and
    per address alone with a wider limit, so that many clients together cannot guess for ever."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy(
            "Too many failed sign-ins. This address pauses for 15 minutes; a passkey or a new password works at once."
        ),
        "account_inactive": gettext_lazy("This account is closed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing leaves past the outbox."""
        raise NotImplementedError(f"{template_prefix}: mails go through the outbox.")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{credentials.get('email', '').lower()}:{ratelimit.get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        self._anywhere = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_anywhere",
            key=credentials.get("email", "").lower(),
        )
        if not self._anywhere:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user and self._anywhere:
            self._anywhere.rollback()
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        email, locked, client = credentials.get("email", ""), self._tries_left() == 0, client_of(request)
        # after the answer: an unknown address must not be answered sooner than a known one
        afterwards(
            request, lambda: record_failed_sign_in(email, locked=locked, now=clock.now(), client=client)
        )

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code != "email_password_mismatch":
            return super().validation_error(code, *args)
        return ValidationError(
            _("E-mail and password do not match. %(tries)s") % {"tries": self._tries_words()}, code=code
        )

    def _tries_words(self) -> str:
        left = self._tries_left()
        if left == 0:
            return _("This address now pauses for 15 minutes.")
        return ngettext(
            "After %(number)s more try we pause for 15 minutes.",
            "After %(number)s more tries we pause for 15 minutes.",
            left,
        ) % {"number": WORDS.get(left, left)}

    def _tries_left(self) -> int:
        """Failures left before the pause, by whichever of the two narrow limits is nearer."""
        usage = getattr(self, "_login_failed_rl_usage", None)
        left = [
            int(single.cache_key.split(":")[4].split("/")[0]) - len(cache.get(single.cache_key, []))
            for single in (usage.usage if usage else [])
        ]
        return max(0, min(left, default=0))
