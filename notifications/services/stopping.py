"""The link in each mail that ends such mails: signed, good without a sign-in, for this one thing alone."""

import re
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from core.links import absolute

WHAT = re.compile(r"(\d{1,18})-(\d{1,18})-([a-z_]{1,40})", re.ASCII)


@dataclass(frozen=True)
class Stop:
    """What a link ends: mails of one kind, or the digest, to one member of one workspace."""

    workspace_id: int
    member_id: int
    what: str


def stop_url(stop: Stop) -> str:
    """The full address of the link. It names nobody, never expires, and opens nothing but this."""
    signed = _signer().sign(f"{stop.workspace_id}-{stop.member_id}-{stop.what}")
    return absolute(reverse("stop_mail", kwargs={"link": signed}))


def read_link(link: str) -> Stop | None:
    """What a link ends; None for one that we did not sign."""
    try:
        found = WHAT.fullmatch(_signer().unsign(link))
    except signing.BadSignature:
        return None
    return Stop(int(found[1]), int(found[2]), found[3]) if found else None


def _signer() -> signing.Signer:
    return signing.Signer(sep=".", salt="notifications.stop")
