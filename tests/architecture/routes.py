"""Every route of the house and who gets in: the literal table that the matrix holds the pages to.

A route that is not here fails the matrix, and so does a line without a route.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.architecture.world import EVERYBODY, PASSWORD, STAFF, STRANGER, phone_of
from tests.places.factories import ZHANGGE

Things = Mapping[str, Any]
Data = Callable[[Things], Mapping[str, Any]]

PUBLIC = frozenset(EVERYBODY)
SIGNED_IN = PUBLIC - {STRANGER}
NOBODY: frozenset[str] = frozenset()
OWNER = frozenset({"owner"})
ISLANDER = frozenset({"islander"})
NEIGHBOUR = frozenset({"neighbour"})
OPERATOR = frozenset({"operator"})
MANAGER = frozenset({"manager"})
ROSTER = frozenset({"lecturer", "assistant", "operator"})
DESK = frozenset({"operator", "organiser"})
FIGURES = frozenset({"operator", "organiser", "official"})


def _nothing(things: Things) -> Mapping[str, Any]:
    del things
    return {}


@dataclass(frozen=True)
class Route:
    """A route: its methods; who gets in here, and who gets in with the same thing of the other district.

    `args` names the thing that fills each part of the address; `query` and
    `form` are what is sent. Whoever gets in is answered `get` or `post`,
    strangers are led to sign in, all others answered `refused`; `except_`
    names those ("islander POST") whose answer differs. `shows` says that the page is about
    people: it may show the name of the person whom the thing is about; `names` are others whom it names.
    """

    methods: str
    who: frozenset[str]
    other: frozenset[str] | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    query: Data = _nothing
    form: Data = _nothing
    get: int = 200
    post: int = 302
    refused: int = 404
    except_: Mapping[str, int] = field(default_factory=dict)
    shows: bool = False
    names: frozenset[str] = NOBODY


def _meeting(methods: str, who: frozenset[str], **more: Any) -> Route:
    """A page of a meeting, with the same of the other district's for its operator."""
    return Route(methods, who, NEIGHBOUR, args={"meeting_id": "meeting_id"}, **more)


def _class(section: str, **more: Any) -> Route:
    """What a resident does with a seat of that class."""
    return Route("POST", more.pop("who", SIGNED_IN), args={"code": f"{section}_section.code"}, **more)


def _run(methods: str, other: frozenset[str] = NOBODY, **more: Any) -> Route:
    """A page of a planning run; the other district's run has no draft yet."""
    return Route(methods, DESK, other, args={"run_id": "run_id"}, **more)


def _within(things: Things) -> Mapping[str, Any]:
    return {"within": things["place"]}


def _home(things: Things) -> Mapping[str, Any]:
    del things
    district, street = ZHANGGE.rsplit("/", 2)[0], ZHANGGE.rsplit("/", 1)[0]
    named = {"name": "新名字", "language": "zh-hans"}
    return {"district": district, "street": street, "community": ZHANGGE} | named


def _wish(things: Things) -> Mapping[str, Any]:
    chosen = {"season": things["season_id"], "choice_1": things["course_id"]}
    return chosen | {"evenings": [5], "reach_km": "3", "path": ZHANGGE}


def _announcement(things: Things) -> Mapping[str, Any]:
    window = {"opens_at": "2026-03-07T20:00", "closes_at": "2026-03-09T20:00", "seats_per_person": 1}
    sections = {"sections": [things["new_section"].id], "policy": "draw"}
    return sections | window | {"job_seekers": 0, "residents": 0}


def _drafted(things: Things) -> Mapping[str, Any]:
    draft = things.get("draft")
    return {"section": draft.sections[0].id, "version": draft.version, "what": "class"} if draft else {"version": 1}


KEY = {"key": UUID(int=7)}
API_LISTS = ("units", "venues", "skills", "courses", "seasons", "sections", "meetings", "openings")

ROUTES: Mapping[str, Route] = {
    # The front desk
    "frontdesk:home": Route("GET", PUBLIC),
    "frontdesk:near": Route("GET", PUBLIC),
    "frontdesk:set_near": Route("POST", PUBLIC, form=lambda things: {"path": ZHANGGE}),
    "frontdesk:set_language": Route("POST", PUBLIC, form=lambda things: {"language": "en"}),
    "frontdesk:set_view": Route("POST", PUBLIC, form=lambda things: {"theme": "dark"}),
    "frontdesk:status": Route("GET", frozenset({"system"})),
    "frontdesk:healthz": Route("GET", PUBLIC),
    "frontdesk:design": Route("GET", PUBLIC, get=404),
    # People
    "people:sign_in": Route(
        "GET POST", PUBLIC, form=lambda things: {"phone": phone_of("resident")}, except_={"stranger GET": 200}, get=302
    ),
    "people:code": Route("GET POST", PUBLIC, get=302),
    "people:code_again": Route("POST", PUBLIC),
    "people:staff_sign_in": Route(
        "GET POST", PUBLIC, form=lambda things: {"username": "operator", "password": PASSWORD}
    ),
    "people:sign_out": Route("POST", PUBLIC),
    "people:sign_out_everywhere": Route("POST", SIGNED_IN),
    "people:who": Route("GET POST", SIGNED_IN, form=_home),
    "people:profile": Route("GET POST", SIGNED_IN, form=_home),
    "people:places": Route("GET", PUBLIC),
    # Notices
    "notices:inbox": Route("GET", SIGNED_IN),
    "notices:read_all": Route("POST", SIGNED_IN),
    "notices:open": Route("POST", OWNER, args={"notice_id": "notice_id"}, refused=302),
    # Demand
    "demand:wishes": Route("GET POST", SIGNED_IN, form=_wish, except_={"islander POST": 422}),
    "demand:withdraw": Route(
        "POST", SIGNED_IN, form=lambda things: {"season": things["season_id"], "course": things["course_id"]}
    ),
    "demand:needs": Route("GET POST", MANAGER, post=422),
    "demand:withdraw_need": Route("POST", MANAGER, form=lambda things: {"need": 1}),
    "demand:desk": Route("GET", FIGURES, NEIGHBOUR, query=_within),
    # Roles
    "frontdesk:roles": Route(
        "GET POST", frozenset({"security", "audit"}), post=422, except_={"audit POST": 404}, names=frozenset(STAFF)
    ),
    "frontdesk:revoke_role": Route(
        "POST", frozenset({"security"}), form=lambda things: {"account": 0, "role": "operator", "path": "4403"}
    ),
    # Planning
    "planning:runs": Route("GET", DESK | NEIGHBOUR),
    "planning:start": Route(
        "POST",
        DESK,
        NEIGHBOUR,
        form=lambda things: {"season": things["season_id"], "place": things["place"], "seconds": 10},
    ),
    "planning:add_season": Route("GET POST", DESK | NEIGHBOUR, post=422),
    "planning:run": _run("GET", NEIGHBOUR),
    "planning:progress": _run("GET", NEIGHBOUR),
    "planning:cancel": _run("POST", NEIGHBOUR),
    "planning:publish": _run("POST", form=_drafted),
    "planning:discard": _run("POST", form=_drafted),
    "planning:pin": _run("POST", NEIGHBOUR, form=_drafted, except_={"neighbour POST": 422}),
    "planning:unpin": _run("POST", NEIGHBOUR, form=lambda things: {"pin": 1}),
    "planning:forbid": _run("POST", NEIGHBOUR, form=_drafted, except_={"neighbour POST": 422}),
    "planning:allow": _run("POST", NEIGHBOUR, form=lambda things: {"forbid": 1}),
    # Enrolment
    "enrolment:search": Route("GET", PUBLIC),
    "enrolment:section": Route("GET", PUBLIC, PUBLIC, args={"code": "code"}),
    "enrolment:take": _class("free", form=lambda things: KEY),
    "enrolment:release": _class("tonight"),
    "enrolment:wait": _class("full", except_={"holder POST": 409}),
    "enrolment:leave_list": _class("full"),
    "enrolment:accept": _class("offered", who=OWNER, refused=409),
    "enrolment:decline": _class("offered"),
    "enrolment:draw": Route("GET", PUBLIC, args={"opening_id": "decided_opening"}),
    "enrolment:draw_file": Route("GET", PUBLIC, args={"opening_id": "decided_opening", "name": "file_name"}),
    "enrolment:draw_enter": Route(
        "GET POST",
        SIGNED_IN,
        args={"opening_id": "entering_opening"},
        form=lambda things: {"choice_1": things["entering_section"].id},
    ),
    "enrolment:draw_withdraw": Route("POST", SIGNED_IN, args={"opening_id": "entering_opening"}),
    "enrolment:openings": Route("GET", DESK | NEIGHBOUR),
    "enrolment:announce": Route("POST", DESK | NEIGHBOUR, form=_announcement, except_={"neighbour POST": 422}),
    "enrolment:decide": Route("POST", DESK, NEIGHBOUR, args={"opening_id": "drawing_opening"}),
    # Attendance
    "attendance:mine": Route("GET", SIGNED_IN),
    "attendance:leave": Route("POST", OWNER, args={"meeting_id": "next_meeting"}, refused=409),
    "attendance:take_back_leave": Route("POST", SIGNED_IN, args={"meeting_id": "next_meeting"}),
    "attendance:ticket": Route("GET", OWNER, ISLANDER, args={"meeting_id": "meeting_id"}),
    "attendance:check_in": Route(
        "GET POST", SIGNED_IN, args={"code": "door_code"}, post=409, except_={"owner POST": 302}
    ),
    "attendance:tonight": Route("GET", ROSTER | NEIGHBOUR),
    "attendance:roster": _meeting("GET", ROSTER, shows=True),
    "attendance:mark": _meeting("POST", ROSTER, form=lambda things: {"here": [things["holder"]]}),
    "attendance:scan_here": _meeting("POST", ROSTER, form=lambda things: {"ticket": things["ticket"]}, shows=True),
    "attendance:door": _meeting("GET", ROSTER),
    "attendance:poster": _meeting("GET", ROSTER),
    "attendance:cancel_meeting": _meeting("GET POST", OPERATOR),
    "attendance:move_meeting": _meeting(
        "GET POST", OPERATOR, form=lambda things: {"day": "2026-03-08", "start": "15:00", "room": things["room"]}
    ),
    "attendance:replace_lecturer": _meeting(
        "GET POST", OPERATOR, form=lambda things: {"lecturer": things["substitute"], "span": "meeting"}
    ),
    "attendance:scan": Route("GET POST", ROSTER, NEIGHBOUR, args={"ticket": "ticket"}, shows=True),
    # Learning
    "learning:feedback": Route(
        "GET POST", OWNER, NOBODY, args={"code": "code"}, form=lambda things: {"stars": "4"}, refused=409
    ),
    # Insight
    "insight:figures": Route("GET", FIGURES, NEIGHBOUR, query=_within),
    "insight:download": Route("GET", FIGURES, NEIGHBOUR, args={"kind": "kind"}, query=_within),
    # The outside world
    "interop:calendar": Route("GET", SIGNED_IN),
    "interop:renew_feed": Route("POST", SIGNED_IN),
    "interop:feed": Route("GET", PUBLIC, args={"secret": "feed_secret"}),
    "interop:section_calendar": Route("GET", PUBLIC, PUBLIC, args={"code": "code"}),
    "interop:api": Route("GET", PUBLIC),
    "interop:openapi": Route("GET", PUBLIC),
    **{f"interop:api_{name}": Route("GET", PUBLIC) for name in API_LISTS},
    "interop:api_section": Route("GET", PUBLIC, PUBLIC, args={"code": "code"}),
    "interop:api_opening": Route("GET", PUBLIC, args={"opening_id": "decided_opening"}),
    "interop:api_unknown": Route("GET", PUBLIC, args={"rest": "file_name"}, get=404),
}

DEMO_ROUTES: Mapping[str, Route] = {
    "frontdesk:demo_sign_in": Route("POST", PUBLIC, form=lambda things: {"phone": "nobody's"}, post=404),
    "frontdesk:demo_progress": Route("GET", PUBLIC),
}
"""Routes that exist in demonstration mode only."""
