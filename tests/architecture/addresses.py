"""The live addresses: their names, with demonstration mode off and on, and the address of a thing."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from django.test import override_settings
from django.urls import URLPattern, URLResolver, reverse

from tests.architecture.routes import Route, Things
from yexiao.config import urls as config
from yexiao.frontdesk import urls


def names_of(patterns: list[URLPattern | URLResolver], space: str = "", prefix: str = "") -> Iterator[str]:
    """Yield the name of every route below, with its room's; one without a name is called by its address."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern.url_patterns, pattern.namespace or space, address)
        else:
            yield f"{space}:{pattern.name or f'/{address}'}"


def address_of(name: str, route: Route, things: Things) -> str:
    """Return the route's address for a thing of that district."""
    return reverse(name, kwargs={kwarg: _look_up(things, thing) for kwarg, thing in route.args.items()})


def _look_up(things: Things, name: str) -> Any:
    first, _, attribute = name.partition(".")
    return getattr(things[first], attribute) if attribute else things[first]


def in_demonstration() -> ModuleType:
    """Return the root addresses as they are in demonstration mode."""
    spec = importlib.util.spec_from_file_location("yexiao.frontdesk.demo_mode_urls", urls.__file__)
    module = importlib.util.module_from_spec(spec)
    with override_settings(DEMO=True):
        spec.loader.exec_module(module)
        module.urlpatterns = module.root_patterns()
    for status in (400, 403, 404, 500):
        setattr(module, f"handler{status}", getattr(config, f"handler{status}"))
    return module
