"""allauth's forms in our words. Labels stand above the fields; placeholders would repeat them."""

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as mfa_base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from core import clock
from workspaces.adapters import client_of
from workspaces.afterwards import afterwards
from workspaces.services.password_reset import mail_reset_link


def _plain(form: forms.BaseForm, **labels: Any) -> None:
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login=_("E-mail"), password=_("Password"))
        self.fields["password" if self.is_bound else "login"].widget.attrs["autofocus"] = True
        self.fields["password"].help_text = ""

    def clean(self) -> Any:
        try:
            return super().clean()
        except ValidationError as error:
            self.add_error("password", error)
            return self.cleaned_data


class ResetForm(allauth.ResetPasswordForm):
    """Answers the same, as soon, whether somebody has the address or not: the mail is written afterwards."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email=_("E-mail"))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email, address = self.cleaned_data["email"], client_of(request).address
        afterwards(request, lambda: mail_reset_link(email, now=clock.now(), address=address))
        return email


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password1=_("New password"), password2=_("The same again"))
        self.fields["password1"].help_text = PASSWORD_RULES


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            oldpassword=_("Present password"),
            password1=_("New password"),
            password2=_("The same again"),
        )
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = PASSWORD_RULES


class ConfirmPasswordForm(allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=_("Password"))


class CodeForm(mfa_base.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code"))
        self.fields["code"].help_text = _("Six digits from your authenticator app, or a recovery code.")


class ConfirmCodeForm(mfa_base.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code"))


class ActivateTotpForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code that the app shows now"))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, name=_("Name"))
        self.fields["name"].help_text = _("So that you know it in the list, like “Work laptop”.")
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("Sign in with it alone")
            self.fields["passwordless"].initial = True
            self.fields["passwordless"].help_text = _(
                "A passkey: no password asked. Without this it is a second step after the password."
            )


PASSWORD_RULES = mark_safe(
    _("At least 10 characters; no common password, and not like your name or address.")
)
