"""Every template of every room is shown in both languages, wholly in that language, without a raw code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.test.signals import template_rendered
from scripts import words

from tests.architecture import pages
from tests.architecture.addresses import address_of
from tests.architecture.routes import ROUTES, STRANGER
from tests.architecture.world import DAY, FUCHENG, NOW, World, phone_of
from tests.places.factories import DAPENG, LONGHUA
from yexiao.frontdesk import _progress
from yexiao.frontdesk.models import DemoStep
from yexiao.people.api import Action, Role

pytestmark = pytest.mark.django_db
LANGUAGES = ("zh-hans", "en")
WALKERS = ("stranger", "owner", "holder", "resident", "operator", "neighbour", "manager", "security", "system")
TECHNICAL = "/status/"
"""The one page that says names of the machinery, to whoever looks after it."""
ROOMS = frozenset(path.name for path in words.rooms())


@dataclass(frozen=True)
class Step:
    """One request: who asks for what, and when."""

    who: str
    method: str
    path: str
    data: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    at: datetime = NOW


Scene = Sequence[Step]


def usual_scenes(world: World) -> Iterator[Scene]:
    """Yield every route as people of several kinds open it, send its form empty, and send it filled in."""
    for name, route in ROUTES.items():
        for things in (world.own, world.other) if route.other is not None else (world.own,):
            path = address_of(name, route, things)
            for who in WALKERS:
                if "GET" in route.methods:
                    yield [Step(who, "get", path, route.query(things))]
                if "POST" in route.methods and who in route.who:
                    yield [Step(who, "post", path)]
                    yield [Step(who, "post", path, route.form(things))]


def rare_scenes(world: World) -> Iterator[Scene]:
    """Yield the moments that take more than one request, another time, or htmx."""
    run, rival = (f"/desk/plans/{world.own[name]}/" for name in ("run_id", "rival_run"))
    draft, htmx = world.own["draft"], {"HX-Request": "true"}
    yield [
        Step(STRANGER, "post", "/sign-in/", {"phone": phone_of("resident")}),
        Step(STRANGER, "get", "/sign-in/code/"),
    ]
    yield [Step("owner", "get", "/my/", at=NOW + 3 * DAY)]
    yield [Step("owner", "get", "/wishes/", at=NOW + 300 * DAY)]
    yield [Step("owner", "get", "/desk/meetings/1/", headers=htmx)]
    yield [Step("operator", "get", run, {"show": part}) for part in ("week", "classes", "unmet", "fixed")]
    yield [Step("operator", "get", "/desk/demand/", {"by": tab}) for tab in ("place", "evening", "skill", "course")]
    yield [Step("operator", "post", run + "publish/", {"version": draft.version + 1})]
    yield [Step("operator", "post", page + "publish/", {"version": draft.version}) for page in (run, rival)]
    yield [Step("stranger", "get", "/near/", {"within": FUCHENG})]


def show(world: World, language: str) -> Iterator[tuple[str, HttpResponse]]:
    """Show every scene; yield what was asked and the answer."""
    for scene in (*usual_scenes(world), *rare_scenes(world)):
        kept = dict(world.cookies)
        with transaction.atomic():
            _progress.begin([LONGHUA, DAPENG])
            DemoStep.objects.filter(path=LONGHUA).update(percent=50)
            for step in scene:
                answer = world.ask(
                    step.who, step.method, step.path, step.data, language=language, at=step.at, headers=step.headers
                )
                if "sessionid" in answer.cookies:
                    world.cookies[step.who] = answer.cookies["sessionid"].value
                yield f"{step.who} {step.method} {step.path}", answer
            transaction.set_rollback(True)
        world.cookies = kept


def stored_values() -> frozenset[str]:
    """Return every value stored for a choice, and every role and action."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    choices = [value for field in fields if isinstance(field, models.Field) for value, _ in field.choices or ()]
    return frozenset(str(value) for value in [*choices, *Role, *Action] if str(value).isidentifier())


@pytest.fixture(scope="module", params=LANGUAGES)
def shown(request, world, demo_urls):
    """Return the language, the names of the templates shown, and the words of every page by its request."""
    names: set[str] = set()
    read: dict[str, list[str]] = {}

    def note(template, **_) -> None:
        names.add(template.name)

    template_rendered.connect(note)
    with override_settings(DEMO=True, ROOT_URLCONF=demo_urls):
        for asked, answer in show(world, request.param):
            if answer.get("Content-Type", "").startswith("text/html") and TECHNICAL not in asked:
                read[asked] = read.get(asked, []) + pages.read(answer.content.decode())
        with override_settings(DEBUG=True):
            world.ask(STRANGER, "get", "/design/", language=request.param)
    template_rendered.disconnect(note)
    return request.param, names, read


def test_every_template_is_shown(shown):
    _, names, _ = shown
    files = [path for path in words.PACKAGE.glob("*/templates/**/*") if path.is_file()]
    wanted = {str(path.relative_to(_templates(path))) for path in files}

    assert sorted(wanted - names) == []


def _templates(path: Path) -> Path:
    return next(parent for parent in path.parents if parent.name == "templates")


def test_no_page_shows_a_raw_code(shown):
    language, _, read = shown
    values = stored_values() if language != "en" else frozenset()

    codes = {asked: set(pages.raw_codes(pieces, rooms=ROOMS, values=values)) for asked, pieces in read.items()}

    assert [f"{asked}: {', '.join(sorted(found))}" for asked, found in codes.items() if found] == []


def test_every_page_keeps_to_its_language(shown):
    language, _, read = shown
    known = frozenset(str(key) for room in words.rooms() for _, key in words.room_strings(room))

    strange = {
        asked: set(pages.chinese_in(pieces) if language == "en" else pages.english_in(pieces, known=known))
        for asked, pieces in read.items()
    }

    assert [f"{asked}: {', '.join(sorted(found))}" for asked, found in strange.items() if found] == []
