"""Data for programs on the pages that people read."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString

register = template.Library()
ESCAPED = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}  # ends no script, opens no comment


@register.simple_tag
def linked_data(node: dict[str, Any]) -> SafeString:
    """An object of JSON-LD as a data block: no browser runs it, whatever the policy."""
    text = json.dumps(node, ensure_ascii=False, allow_nan=False).translate(ESCAPED)
    return SafeString(f'<script type="application/ld+json">{text}</script>')
