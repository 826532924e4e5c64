"""Learning's pages: what people say after class."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.learning import _feedback
from yexiao.learning.forms import FeedbackForm
from yexiao.people import api as people


@require_http_methods(["GET", "HEAD", "POST"])
@people.signed_in
def feedback(request: people.Request, code: str) -> HttpResponse:
    """Ask how a class was, and keep the answer; only people who came may answer."""
    section = catalogue.section_by_code(code)
    said = _feedback.may_speak(section_id=section.id, account_id=request.actor.id)
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial=_initial(said))
    if request.method == "POST" and form.is_valid():
        _feedback.say_feedback(section_id=section.id, account_id=request.actor.id, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Thank you! Your words help the next season."))
        return redirect("attendance:mine")
    course = catalogue.describe_courses(ids=[section.course_id])[section.course_id]
    context = {"form": form, "course": course, "section": section, "was_said": said is not None}
    return render(request, "learning/feedback.html", context, status=422 if form.errors else 200)


def _initial(said: _feedback.FeedbackRecord | None) -> dict[str, object]:
    if said is None:
        return {}
    work = {True: "yes", False: "no", None: ""}[said.uses_at_work]
    return {"stars": str(said.stars), "uses_at_work": work, "comment": said.comment}
