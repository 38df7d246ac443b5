"""Tests speak to this machine only: any other address fails at once, wherever the call comes from."""

import ipaddress
import socket
import sys
from typing import Any

LOCAL_NAMES = {"localhost", "localhost.localdomain", "", None, b"localhost"}


class OutgoingNetwork(RuntimeError):
    """A test, or the code under it, tried to leave the machine."""


def is_local(host: Any) -> bool:
    if host in LOCAL_NAMES:
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return text.endswith(".localhost") or text == socket.gethostname()


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        _socket, address = arguments
        if isinstance(address, tuple) and not is_local(address[0]):
            raise OutgoingNetwork(f"no outgoing network in tests: {address}")
    elif event == "socket.getaddrinfo" and not is_local(arguments[0]):
        raise OutgoingNetwork(f"no outgoing network in tests: {arguments[0]}")


def forbid_outgoing_network() -> None:
    """Watches sockets through the interpreter's audit events; there is no way back, on purpose."""
    sys.addaudithook(_watch)
