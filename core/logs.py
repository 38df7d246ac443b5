"""Secrets of links never reach the log: Django writes the path of each refused request."""

import logging
import re

_SECRET_PATHS = re.compile(r"(/join/\d+-|/password/reset/key/)[^/\s\"']+")


class RedactLinks(logging.Filter):
    """Cuts the secret out of invitation and password links, in the message and its arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        cut = _SECRET_PATHS.sub(r"\1…", said)
        if cut != said:
            record.msg, record.args = cut, ()
        return True
