"""The page after class."""

from __future__ import annotations

import pytest

from tests.attendance.factories import NINE_PM, SEVEN_PM, make_class, make_people
from yexiao.attendance import api as attendance
from yexiao.learning import api as learning
from yexiao.learning.models import Feedback


@pytest.fixture
def held(db):
    """Return a class of one who was there."""
    held = make_class(1)
    attendance.mark(meeting_id=held.meetings[0], account_id=held.learners[0], kind="present", at=SEVEN_PM)
    return held


def test_feedback_is_said_changed_and_kept(held, browse):
    ann = browse(held.learners[0], at=NINE_PM)
    path = f"/my/feedback/{held.code}/"

    asked = ann.read(path)
    done = ann.post(path, follow=True, stars="5", uses_at_work="yes", comment="好").content.decode()
    ann.post(path, stars="4", uses_at_work="", comment="")

    assert ("Using DeepSeek" in asked, "Thank you!" in done) == (True, True)
    said = learning.feedback_of(section_id=held.section_id, account_id=held.learners[0])
    assert said == learning.FeedbackRecord(4, None, "", NINE_PM)
    assert "You told us already" in ann.read(path)


@pytest.mark.parametrize("data", [{}, {"stars": "6"}, {"stars": "x"}, {"stars": "5", "comment": "长" * 501}])
def test_feedback_that_cannot_be_read_is_shown_again(held, browse, data):
    answer = browse(held.learners[0], at=NINE_PM).post(f"/my/feedback/{held.code}/", **data)

    assert answer.status_code == 422
    assert Feedback.objects.count() == 0


def test_who_was_not_there_is_told_so(held, browse):
    [stranger] = make_people()

    answers = [browse(stranger).get(f"/my/feedback/{held.code}/"), browse(stranger).post(f"/my/feedback/{held.code}/")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert Feedback.objects.count() == 0


def test_strangers_sign_in_unknown_classes_are_not_found_and_the_method_counts(held, browse):
    ann = browse(held.learners[0])

    assert browse().get(f"/my/feedback/{held.code}/")["Location"].startswith("/sign-in/")
    assert ann.get("/my/feedback/nothing/").status_code == 404
    assert ann.client.put(f"/my/feedback/{held.code}/").status_code == 405
