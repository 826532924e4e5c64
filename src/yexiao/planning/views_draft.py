"""What a person does with a draft: publish it, discard it, fix a class, rule one out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yexiao.common import clock, phrases
from yexiao.common.refusals import BadInput
from yexiao.common.text import read_id
from yexiao.people import api as people
from yexiao.people.api import Action
from yexiao.planning import _drafts, _pages, _pins, _runs
from yexiao.planning._records import AlreadyPublished, DraftChanged, DraftSectionRecord, NoSuchPlan
from yexiao.planning.views import path_of_run

FORBIDS = {
    "class": ("course_id", "room_id", "lecturer_id", "weekday"),
    "course_here": ("course_id", "venue_id"),
    "lecturer_then": ("lecturer_id", "weekday"),
    "room_then": ("room_id", "weekday"),
}


@require_POST
@people.allowed(Action.PUBLISH_PLAN, path_of=path_of_run)
def publish(request: people.Request, run_id: int) -> HttpResponse:
    """Publish the draft, or show what somebody else did before."""
    draft_id = _draft_id(run_id)
    try:
        sections = _drafts.publish_plan(
            draft_id=draft_id, version=_number(request, "version"), by=request.actor.id, at=clock.now()
        )
    except (AlreadyPublished, DraftChanged) as refusal:
        return _conflict(request, run_id, refusal)
    messages.success(request, _("The timetable is published: %(number)d classes.") % {"number": len(sections)})
    return redirect("planning:run", run_id)


@require_POST
@people.allowed(Action.PUBLISH_PLAN, path_of=path_of_run)
def discard(request: people.Request, run_id: int) -> HttpResponse:
    """Put the draft aside."""
    draft_id = _draft_id(run_id)
    try:
        _drafts.discard(draft_id=draft_id, version=_number(request, "version"), by=request.actor.id, at=clock.now())
    except DraftChanged as refusal:
        return _conflict(request, run_id, refusal)
    messages.success(request, _("The draft is put aside."))
    return redirect("planning:runs")


@require_POST
@people.allowed(Action.RUN_PLAN, path_of=path_of_run)
def pin(request: people.Request, run_id: int) -> HttpResponse:
    """Fix a class of the draft for every later draft."""
    found = _runs.run(run_id)
    section = _section(request, run_id)
    _pins.add_pin(
        season_id=found.season_id,
        path=found.path,
        course_id=section.course_id,
        room_id=section.room_id,
        lecturer_id=section.lecturer_id,
        weekday=section.weekday,
    )
    messages.success(request, _("This class is fixed. Plan again to see the rest fall into place around it."))
    return _back_to(run_id, section)


@require_POST
@people.allowed(Action.RUN_PLAN, path_of=path_of_run)
def unpin(request: people.Request, run_id: int) -> HttpResponse:
    """Let go of a fixed class."""
    found = _runs.run(run_id)
    _pins.remove_pin(pin_id=_number(request, "pin"), season_id=found.season_id, path=found.path)
    messages.success(request, _("The class is free to move again."))
    return redirect(f"{reverse('planning:run', args=[run_id])}?show=fixed")


@require_POST
@people.allowed(Action.RUN_PLAN, path_of=path_of_run)
def forbid(request: people.Request, run_id: int) -> HttpResponse:
    """Rule out a class of the draft, or part of what it is, for every later draft."""
    found = _runs.run(run_id)
    keys = FORBIDS.get(request.POST.get("what", ""))
    if keys is None:
        raise BadInput(field="what", reason="unknown")
    section = _section(request, run_id)
    [room] = _pages.names_of([section]).rooms.values()
    values = {**vars(section), "venue_id": room.venue_id}
    _pins.add_forbid(season_id=found.season_id, path=found.path, **{key: values[key] for key in keys})
    messages.success(request, _("Ruled out. Plan again to see what takes its place."))
    return _back_to(run_id, section)


@require_POST
@people.allowed(Action.RUN_PLAN, path_of=path_of_run)
def allow(request: people.Request, run_id: int) -> HttpResponse:
    """Allow again what was ruled out."""
    found = _runs.run(run_id)
    _pins.remove_forbid(forbid_id=_number(request, "forbid"), season_id=found.season_id, path=found.path)
    messages.success(request, _("Allowed again."))
    return redirect(f"{reverse('planning:run', args=[run_id])}?show=fixed")


def _conflict(request: people.Request, run_id: int, refusal: AlreadyPublished | DraftChanged) -> HttpResponse:
    values = {"saying": phrases.say(refusal), "run_id": run_id, "code": refusal.code}
    if isinstance(refusal, AlreadyPublished):
        difference = _drafts.compare(draft_id=refusal.data["draft_id"], other_id=refusal.data["other_id"])
        names = _pages.names_of([*difference.only_here, *difference.only_there])
        values |= {
            "difference": difference,
            "ours": [_pages.line_of(section, names) for section in difference.only_here],
            "theirs": [_pages.line_of(section, names) for section in difference.only_there],
            "other_run_id": _drafts.draft(refusal.data["other_id"]).run_id,
        }
    return render(request, "planning/conflict.html", values, status=refusal.status)


def _back_to(run_id: int, section: DraftSectionRecord) -> HttpResponse:
    page = reverse("planning:run", args=[run_id])
    return redirect(f"{page}?show=classes&evening={section.weekday}#section-{section.id}")


def _draft_id(run_id: int) -> int:
    draft_id = _runs.run(run_id).draft_id
    if draft_id is None:
        raise NoSuchPlan
    return draft_id


def _section(request: people.Request, run_id: int) -> DraftSectionRecord:
    wanted = _number(request, "section")
    draft = _drafts.draft(_draft_id(run_id))
    found = next((section for section in draft.sections if section.id == wanted), None)
    if found is None:
        raise NoSuchPlan
    return found


def _number(request: people.Request, name: str) -> int:
    number = read_id(request.POST.get(name, ""))
    if number is None:
        raise BadInput(field=name, reason="no number")
    return number
