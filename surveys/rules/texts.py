"""What people write into a campaign: a few names in braces become words, everything else stands as it was written."""

import re
from collections.abc import Collection, Mapping

VARIABLES = ("name", "first_name", "account", "workspace", "sender", "subject")
_NAMED = re.compile(r"\{([a-z_]{1,30})\}")


def filled(text: str, values: Mapping[str, str], names: Collection[str] = VARIABLES) -> str:
    """The text with the known names put in, once: what a value holds is never read again."""
    known = {name: values.get(name, "") for name in names}
    return _NAMED.sub(lambda found: known.get(found[1], found[0]), text)


def strange_variables(text: str) -> list[str]:
    """The names in braces that nobody knows, as they would stand in the mail."""
    return [f"{{{name}}}" for name in dict.fromkeys(_NAMED.findall(text)) if name not in VARIABLES]
