"""What our pages of the admin show of values."""

from django import template

from corroboration.selectors import stuck

register = template.Library()

register.filter("last_line", stuck.last_line)
