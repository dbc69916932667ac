"""The few template tags that components need. A template builtin: no `load` is necessary."""

from django import template

register = template.Library()
