"""The web process: one uvicorn on both loopback addresses, because browsers try either for localhost."""

from __future__ import annotations

import socket
import sys

import uvicorn

ADDRESSES = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def listen(port: int) -> list[socket.socket]:
    """Listening sockets for localhost; raises OSError when the port is taken. IPv6 may be absent."""
    sockets: list[socket.socket] = []
    for family, address in ADDRESSES:
        try:
            listener = socket.socket(family, socket.SOCK_STREAM)
        except OSError:
            continue  # a kernel without IPv6
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
        except OSError:
            listener.close()
            if family == socket.AF_INET6 and not _has_ipv6():
                continue
            for other in sockets:
                other.close()
            raise
        sockets.append(listener)
    return sockets


def _has_ipv6() -> bool:
    """Whether ::1 is an address of this machine; containers often have none."""
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True


def main(port: int) -> None:
    config = uvicorn.Config(
        "csplatform.asgi:application",
        timeout_graceful_shutdown=1,  # the launcher allows all processes together less than five seconds
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,  # ours, by Django's settings
    )
    uvicorn.Server(config).run(sockets=listen(port))


if __name__ == "__main__":
    main(int(sys.argv[1]))
