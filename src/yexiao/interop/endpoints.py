"""The read API: public data for other programs, described by OpenAPI 3.1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from ninja.operation import Operation
from pydantic import Field

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import Refusal
from yexiao.interop import _open_data, _serving, _shapes
from yexiao.interop._records import BadParameter
from yexiao.places import api as places

Item = TypeVar("Item")
PREFIX = "api/v1/"
FARTHEST = 1_000_000
OpeningId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ReadApi(NinjaAPI):
    """An API whose operations are called by their plain names."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the function that answers."""
        return operation.view_func.__name__


api = ReadApi(
    title="Yexiao",
    version="1",
    description=_("Classes, places, seats and draws of the night school, for anybody to read. No personal data."),
    docs_url=None,
    openapi_url=None,
    urls_namespace="read_api",
)


def url_patterns() -> list[URLPattern]:
    """Return the API's addresses, each answering as `_serving.served` says."""
    patterns = [found for found in api.urls[0] if isinstance(found, URLPattern) and found.name != "api-root"]
    return [path(f"{PREFIX}{found.pattern}", _serving.served(found.callback), name=found.name) for found in patterns]


@cache
def describe() -> dict[str, Any]:
    """Return the API's description as OpenAPI 3.1, as plain JSON values: not to be changed by the caller."""
    plain: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    return plain


@api.exception_handler(ValidationError)
def say_which_parameter(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """Say which parameter cannot be used."""
    return _serving.problem(BadParameter(field=str(problem.errors[0]["loc"][-1])))


@api.exception_handler(Refusal)
def say_why_not(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say why there is no answer."""
    return _serving.problem(refusal)


def _page_of(shape: type[Schema]) -> dict[int, Any]:
    return {200: _shapes.Page[shape], 422: _shapes.Problem, 429: _shapes.Problem}  # type: ignore[valid-type]


def _one(shape: type[Schema]) -> dict[int, Any]:
    return {200: shape, 404: _shapes.Problem, 422: _shapes.Problem, 429: _shapes.Problem}


def _page(request: HttpRequest, items: Sequence[Item], count: int, wanted: _shapes.Paging) -> dict[str, object]:
    after = wanted.offset + wanted.limit
    query = request.GET.copy()
    query["offset"] = str(after)
    is_last = after >= count or after > FARTHEST
    return {"count": count, "next": None if is_last else f"{request.path}?{query.urlencode()}", "items": items}


def _cut(request: HttpRequest, items: Sequence[Any], wanted: _shapes.Paging) -> dict[str, object]:
    return _page(request, items[wanted.offset : wanted.offset + wanted.limit], len(items), wanted)


@api.get(
    "/units",
    url_name="api_units",
    response=_page_of(_shapes.Unit),
    summary=_("Places of the territory"),
)
def list_units(request: HttpRequest, wanted: Query[_shapes.UnitFilter]) -> dict[str, object]:
    """Return districts, streets and communities, by pinyin."""
    return _cut(request, places.list_units(level=wanted.level, within=wanted.within), wanted)


@api.get("/venues", url_name="api_venues", response=_page_of(_shapes.Venue), summary=_("Venues with rooms"))
def list_venues(request: HttpRequest, wanted: Query[_shapes.WithinFilter]) -> dict[str, object]:
    """Return the places where classes meet, by pinyin."""
    return _cut(request, _open_data.list_venues(within=wanted.within), wanted)


@api.get("/skills", url_name="api_skills", response=_page_of(_shapes.Skill), summary=_("Skills to learn"))
def list_skills(request: HttpRequest, wanted: Query[_shapes.Paging]) -> dict[str, object]:
    """Return what can be learned, by group."""
    return _cut(request, catalogue.list_skills(), wanted)


@api.get(
    "/courses",
    url_name="api_courses",
    response=_page_of(_shapes.Course),
    summary=_("Courses on offer"),
)
def list_courses(request: HttpRequest, wanted: Query[_shapes.CourseFilter]) -> dict[str, object]:
    """Return the courses that are offered, by pinyin."""
    return _cut(request, _open_data.list_courses(skill=wanted.skill), wanted)


@api.get(
    "/seasons",
    url_name="api_seasons",
    response=_page_of(_shapes.Season),
    summary=_("Seasons by place"),
)
def list_seasons(request: HttpRequest, wanted: Query[_shapes.WithinFilter]) -> dict[str, object]:
    """Return the seasons, latest first."""
    return _cut(request, catalogue.list_seasons(within=wanted.within), wanted)


@api.get(
    "/sections",
    url_name="api_sections",
    response=_page_of(_shapes.Section),
    summary=_("Classes with seats and evenings"),
)
def list_sections(request: HttpRequest, wanted: Query[_shapes.SectionFilter]) -> dict[str, object]:
    """Return classes with their evenings and seats, by code."""
    sections, count = _open_data.find_sections(wanted, at=clock.now())
    return _page(request, sections, count, wanted)


@api.get(
    "/sections/{slug:code}",
    url_name="api_section",
    response=_one(_shapes.Section),
    summary=_("One class"),
)
def section(request: HttpRequest, code: Path[_shapes.Slug]) -> _shapes.Section:
    """Return the class with the code on its poster."""
    return _open_data.section(code, at=clock.now())


@api.get(
    "/meetings",
    url_name="api_meetings",
    response=_page_of(_shapes.Meeting),
    summary=_("Evenings by time"),
)
def list_meetings(request: HttpRequest, wanted: Query[_shapes.MeetingFilter]) -> dict[str, object]:
    """Return evenings by time, cancelled ones among them."""
    meetings, count = _open_data.find_meetings(wanted, at=clock.now())
    return _page(request, meetings, count, wanted)


@api.get(
    "/openings",
    url_name="api_openings",
    response=_page_of(_shapes.Opening),
    summary=_("Openings and draws"),
)
def list_openings(request: HttpRequest, wanted: Query[_shapes.OpeningFilter]) -> dict[str, object]:
    """Return how and when seats are given out, latest first."""
    openings, count = _open_data.find_openings(wanted, at=clock.now())
    return _page(request, openings, count, wanted)


@api.get(
    "/openings/{opening_id}",
    url_name="api_opening",
    response=_one(_shapes.Opening),
    summary=_("One opening"),
)
def opening(request: HttpRequest, opening_id: Path[OpeningId]) -> _shapes.Opening:
    """Return one opening with its public hashes and files."""
    return _open_data.opening(opening_id, at=clock.now())
