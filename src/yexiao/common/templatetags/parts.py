"""Template tags for the parts of the look: lamps, evening strip, tile city, icons."""

from __future__ import annotations

from django import template

register = template.Library()
