"""A real SMTP server in the test process: keeps what it accepts, refuses what it is told to."""

import asyncio
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class SmtpServer:
    """What tests see of the server."""

    messages: list[EmailMessage] = field(default_factory=list)
    # Recipient address, or "*" for all, to the answer given instead of acceptance: "550 no such user".
    refusals: dict[str, str] = field(default_factory=dict)
    # The answer to a whole message, after its data: "451 try again later".
    refuse_data: str = ""
    # Seconds between accepting a message and saying so; a client that gives up sees a lost answer.
    delay: float = 0.0
    port: int = 0

    def reset(self) -> None:
        self.messages.clear()
        self.refusals.clear()
        self.refuse_data = ""
        self.delay = 0.0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.refusals.get(address) or self.refusals.get("*")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse_data:
            return self.refuse_data
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        message = message_from_bytes(raw, policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)  # type: ignore[arg-type]
        began = time.monotonic()
        while time.monotonic() - began < self.delay:  # looked at anew: a test may cut it short
            await asyncio.sleep(min(0.05, self.delay))
        return "250 OK"


class _Controller(Controller):
    def __init__(self, handler: SmtpServer, port: int) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=port)

    def _trigger_server(self) -> None:
        # Port 0 lets the kernel choose a free one; the base class then greets it to be sure that it is up.
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def start_smtp(port: int = 0) -> tuple[SmtpServer, Controller]:
    """The server, on a free port unless one is named, and the controller that stops it."""
    server = SmtpServer()
    controller = _Controller(server, port)
    controller.start()
    server.port = controller.port
    return server, controller
