"""The strings that code and templates hand to gettext, as (context, singular, plural), read without running them."""

import ast
from pathlib import Path

from django.template import engines
from django.template.base import Node
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

#: Name of the call, and what its first arguments are.
CALLS = {
    "_": "s", "gettext": "s", "gettext_lazy": "s", "gettext_noop": "s",
    "ngettext": "sp", "ngettext_lazy": "sp",
    "pgettext": "cs", "pgettext_lazy": "cs", "npgettext": "csp", "npgettext_lazy": "csp",
}  # fmt: skip
Message = tuple[str, str, str]


def messages_of_code(path: Path, *, names: set[str] | None = None) -> set[Message]:
    """Of one module, or of these top-level classes and functions of it alone. `_` may be any of gettext's own."""
    tree = ast.parse(path.read_text())
    alias = {
        one.asname or one.name: one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
    }
    parts = [node for node in tree.body if names is None or getattr(node, "name", "") in names]
    found = set()
    for part in parts:
        for node in ast.walk(part):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                kinds = CALLS.get(alias.get(node.func.id, ""))
                if kinds:
                    found.add(_message(kinds, [ast.literal_eval(one) for one in node.args[: len(kinds)]]))
    return found


def messages_of_template(name: str) -> set[Message]:
    """Of one template; what it includes and extends is not read."""
    template = engines["django"].get_template(name).template
    found = set()
    for node in template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            found.add(("", str(node.filter_expression.var.literal), ""))
        elif isinstance(node, BlockTranslateNode):
            singular, _names = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else ""
            found.add(("", singular, plural))
    return found


def _message(kinds: str, given: list[str]) -> Message:
    told = dict(zip(kinds, given, strict=True))
    return told.get("c", ""), told["s"], told.get("p", "")
