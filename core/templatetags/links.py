"""`{% href "accounts:detail" account_id=7 %}`: an address inside the workspace in force."""

from typing import Any

from django import template

from core.links import href as build

register = template.Library()


@register.simple_tag
def href(name: str, **kwargs: Any) -> str:
    return build(name, **kwargs)
