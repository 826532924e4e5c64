"""The demonstration city: a real territory, invented people, seasons run through the product's own doors."""

from yexiao.frontdesk.demo._city import build, load_next_district
from yexiao.frontdesk.demo._clockwork import advance
from yexiao.frontdesk.demo._simulation import simulate

__all__ = ["advance", "build", "load_next_district", "simulate"]
