"""What upper apps hand to this one: the kinds of notices that they post, and lines of the daily digest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.ports import Registry
from notifications.choices import Group, Mail
from workspaces.models import Member


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notices, as a person chooses how to be told of it. `label` says what happened, `usual` is how it is
    told unless somebody chose otherwise. `own_mail`: the app that posts it writes its own mail at once, always."""

    key: str
    label: Any
    group: Group = Group.NEWS
    usual: Mail = Mail.DAILY
    own_mail: bool = False
    names_person: bool = False  # listed among the mentions
    order: int = 100


KINDS: Registry[NoticeKind] = Registry("kinds of notices")


@dataclass(frozen=True)
class DigestLine:
    """One line of a digest: what, where it leads below the workspace's address, a few words more, and a short word to
    stand before it, such as "3 days" or "CTA"."""

    title: str
    path: str
    note: str = ""
    mark: str = ""


@dataclass(frozen=True)
class DigestPart:
    """Lines that no notice tells: what is late and what falls due. `lines(member, today, limit)` answers the first
    ones and how many there are; it runs inside the workspace's scope and shows only what the member may see."""

    key: str
    group: Group
    lines: Callable[[Member, date, int], tuple[Sequence[DigestLine], int]]
    order: int = 100


DIGEST_PARTS: Registry[DigestPart] = Registry("parts of the daily digest")


def kind_of(key: str) -> NoticeKind:
    """The kind of this key; one that nobody registered is told as the unregistered are, in the digest."""
    found: NoticeKind = KINDS.get(key) or NoticeKind(key, key)
    return found
