"""The demonstration city: a real territory, invented people, seasons run through the product's own doors."""

from yexiao.frontdesk.demo._city import build, load_next_district

__all__ = ["build", "load_next_district"]
