"""Links that need no sign-in: to one's own survey, and to be asked no more. Each carries its workspace."""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe

from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from core.links import absolute

TOKEN = re.compile(r"(\d{1,18})-([A-Za-z0-9_-]{43})", re.ASCII)
STOP = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)


def new_nonce() -> str:
    """What the key of the installation makes a token of; worth nothing without it."""
    return token_urlsafe(32)


def token_of(workspace_id: int, nonce: str) -> str:
    """The token of a link: the workspace, and a signature under our key. It is kept nowhere, so that who reads the
    tables or a backup cannot answer for anybody, and made again where a reminder needs it."""
    signed = salted_hmac("surveys.link", f"{workspace_id}-{nonce}", algorithm="sha256").digest()
    return f"{workspace_id}-{urlsafe_b64encode(signed).decode().rstrip('=')}"


def hash_of(token: str) -> str:
    """By which a token is found."""
    return sha256(token.encode()).hexdigest()


def workspace_of(token: str) -> int | None:
    """The workspace that a token claims; None for one of another shape."""
    found = TOKEN.fullmatch(token)
    return int(found[1]) if found else None


def answer_path(token: str, score: int | None = None) -> str:
    """Where a recipient answers; with a score, where that one is chosen and not sent yet."""
    path = reverse("survey", kwargs={"token": token})
    return path if score is None else f"{path}?score={score}"


def answer_url(token: str, score: int | None = None) -> str:
    return absolute(answer_path(token, score))


@dataclass(frozen=True, slots=True)
class Stop:
    """Who would not be asked any more."""

    workspace_id: int
    contact_id: int


def stop_url(stop: Stop) -> str:
    """The full address of the link in each mail. It names nobody, never expires, and opens nothing but this."""
    signed = _signer().sign(f"{stop.workspace_id}-{stop.contact_id}")
    return absolute(reverse("stop_surveys", kwargs={"link": signed}))


def read_stop(link: str) -> Stop | None:
    """Whom a link means; None for one that we did not sign."""
    try:
        found = STOP.fullmatch(_signer().unsign(link))
    except signing.BadSignature:
        return None
    return Stop(int(found[1]), int(found[2])) if found else None


def _signer() -> signing.Signer:
    return signing.Signer(sep=".", salt="surveys.stop")
