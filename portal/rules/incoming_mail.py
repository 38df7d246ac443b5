"""One mail that came in (RFC 822), taken apart: who sent it to whom, its own words without what it quotes, its files, and
whether a machine wrote it (RFC 3834). No database, no clock."""

import hashlib
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import getaddresses
from html.parser import HTMLParser
from io import BytesIO

MOST_BYTES = 40 * 1024 * 1024
MOST_TEXT = 200_000
MOST_HEADER = (
    20_000  # addresses beyond it are nobody's letter; taking headers apart costs more than their length
)
_MACHINES = frozenset({"mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply"})
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3"})
_HIDDEN = frozenset({"style", "script", "head", "title"})

# The line that mail programs put above what they quote, in the languages that we speak and their neighbours'.
_QUOTE_HEADS = (
    re.compile(r"^\s*(on|am|le|el|il|den|op|w dniu)\b.{4,200}(wrote|schrieb|écrit|escribió|scritto|skrev|schreef|napisał)[^\n]{0,80}:\s*$", re.I | re.S),
    re.compile(r"^\s*\S.{4,200}\b(kirjoitti|пише|писав|писала|написав|написала|пишет|писал|написал|написала)\b[^\n]{0,80}:\s*$", re.I | re.S),
    re.compile(r"^\s*-{2,}\s*(original message|forwarded message|alkuperäinen viesti|ursprüngliche nachricht|оригінальне повідомлення|исходное сообщение)\s*-{2,}\s*$", re.I),
    re.compile(r"^\s*_{20,}\s*$"),
)  # fmt: skip
_FROM_HEAD = re.compile(r"^\s*(from|von|lähettäjä|від|от)\s*:\s.+$", re.I)
_AFTER_FROM = re.compile(r"^\s*(sent|to|date|subject|gesendet|an|datum|lähetetty|päivämäärä|vastaanottaja|надіслано|кому|отправлено|дата)\s*:", re.I)  # fmt: skip


class UnreadableMail(ValueError):
    """Parts within parts beyond all measure: nobody writes such mails, and taking them apart ends nowhere."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the mail, as an upload has it."""

    name: str
    size: int
    file: BytesIO


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """`message_id` is made of the bytes where the mail has none; addresses are lower case."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    attachments: tuple[Attachment, ...]
    is_automatic: bool


def read_mail(raw: bytes) -> IncomingMail:
    """Take a mail apart. Whatever is broken in it is read as far as it goes; UnreadableMail only for parts that are nested
    deeper than the reader reaches."""
    try:
        return _read(raw)
    except RecursionError as error:
        raise UnreadableMail("Parts are nested too deep.") from error


def _read(raw: bytes) -> IncomingMail:
    message = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    sender = _addresses(message, "From")
    to = _addresses(message, "Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
    return IncomingMail(
        message_id=_message_id(message, raw),
        sender=sender[0] if sender else "",
        recipients=tuple(dict.fromkeys(to)),
        subject=" ".join(_header(message, "Subject").split())[:300],
        text=without_quotes(_text(message)),
        attachments=tuple(_attachments(message)),
        is_automatic=_is_automatic(message, sender[0] if sender else ""),
    )


def without_quotes(text: str) -> str:
    """A reply's own words: without quoted lines, what stands below the line that heads a quotation, and the signature."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        if line.rstrip() == "--" or line == "-- " or _heads_quote(lines, number):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _heads_quote(lines: list[str], number: int) -> bool:
    pair = "\n".join(lines[number : number + 2])  # long ones are broken into two lines
    if not lines[number].strip():
        return False
    if any(head.match(lines[number]) or head.match(pair) for head in _QUOTE_HEADS):
        return True
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return bool(_FROM_HEAD.match(lines[number]) and _AFTER_FROM.match(following))


def _header(message: EmailMessage, name: str) -> str:
    """The first header of this name as text that can be stored; "" where the standard library trips over it."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if len(raw) > MOST_HEADER:
        return ""
    try:
        found = str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError, LookupError, RecursionError):
        return ""
    return found.replace("\0", "").encode("utf-8", "replace").decode()


def _addresses(message: EmailMessage, *names: str) -> list[str]:
    found = getaddresses([_header(message, name) for name in names])
    return [address.strip().lower() for _name, address in found if "@" in address and len(address) <= 254]


def _message_id(message: EmailMessage, raw: bytes) -> str:
    given = "".join(_header(message, "Message-ID").split())
    if given and len(given) <= 200 and given.isprintable():
        return given
    return f"<{hashlib.sha256(raw).hexdigest()}@without-id>"


def _text(message: EmailMessage) -> str:
    plain = message.get_body(preferencelist=("plain",))
    if plain is not None:
        return _content(plain)
    html = message.get_body(preferencelist=("html",))
    return _words_of_html(_content(html)) if html is not None else ""


def _content(part: MIMEPart) -> str:
    try:
        found = part.get_content()
    except (LookupError, ValueError, KeyError):
        payload = part.get_payload(decode=True)
        found = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return str(found)[:MOST_TEXT]


def _attachments(message: EmailMessage) -> list[Attachment]:
    found = []
    for part in message.walk():
        if part.is_multipart():
            continue
        name = part.get_filename()
        # pictures of signatures are inline; what somebody attached is meant
        if name is None or part.get_content_disposition() == "inline":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            found.append(Attachment(str(name), len(content), BytesIO(content)))
    return found


def _is_automatic(message: EmailMessage, sender: str) -> bool:
    submitted = _header(message, "Auto-Submitted").strip().lower()
    return (
        (submitted not in ("", "no"))
        or _header(message, "Precedence").strip().lower() in _BULK
        or bool(_header(message, "X-Autoreply") or _header(message, "X-Autorespond"))
        or bool(_header(message, "List-Id"))
        or _header(message, "Return-Path").strip() == "<>"
        or message.get_content_type() in ("multipart/report", "message/delivery-status")
        or sender.partition("@")[0] in _MACHINES
    )


class _Words(HTMLParser):
    """The words of HTML, one line for each block; what is quoted begins with >."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.hidden = self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in _HIDDEN
        self.quoted += tag == "blockquote"
        if tag in _BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in _HIDDEN and self.hidden > 0
        self.quoted -= tag == "blockquote" and self.quoted > 0
        if tag in _BREAKS and tag != "br":
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden and not self.quoted:
            self.words.append(" ".join(data.split()) + " " if data.strip() else "")


def _words_of_html(html: str) -> str:
    reader = _Words()
    # the reader breaks at sections of unknown names; as a comment each is left out
    html = html.replace("<![", "<!-")
    # behind the last tag that ends: of tags that never do, the parser looks at each sign anew
    ended = html.rfind(">") + 1
    reader.feed(html[:ended] + html[ended:].partition("<")[0])
    reader.close()
    lines = "".join(reader.words).split("\n")
    return "\n".join(line.strip() for line in lines)
