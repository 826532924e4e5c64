"""What people say after class."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.attendance.factories import NINE_PM, SEVEN_PM, make_class, make_people
from yexiao.attendance import api as attendance
from yexiao.learning import api as learning
from yexiao.learning.models import Feedback


def attended_class(learners=2):
    held = make_class(learners)
    marks = [attendance.NewMark(held.meetings[0], who, "present") for who in held.learners]
    attendance.mark_many(marks=marks, at=SEVEN_PM)
    return held


def test_the_last_word_counts(db):
    held = attended_class(1)
    [ann] = held.learners
    learning.say_feedback(section_id=held.section_id, account_id=ann, stars=3, at=NINE_PM)

    learning.say_feedback(
        section_id=held.section_id, account_id=ann, stars=5, uses_at_work=True, comment=" 很好 ", at=NINE_PM
    )

    said = learning.feedback_of(section_id=held.section_id, account_id=ann)
    assert said == learning.FeedbackRecord(5, True, "很好", NINE_PM)


def test_a_summary_counts_people_stars_and_answers(db):
    held = attended_class(3)
    words = zip(held.learners, (5, 4, 3), (True, False, None), strict=True)
    said = [learning.NewFeedback(held.section_id, who, stars, uses) for who, stars, uses in words]

    count = learning.say_feedback_of_many(feedback=said, at=NINE_PM)

    assert count == 3
    assert learning.summarise_feedback([held.section_id]) == {
        held.section_id: learning.FeedbackSummary(people=3, stars=4.0, asked_about_work=2, uses_at_work=1)
    }


@pytest.mark.parametrize("kind", ["absent", "excused"])
def test_who_was_not_there_does_not_speak(db, kind):
    held = make_class(1)
    attendance.mark(meeting_id=held.meetings[0], account_id=held.learners[0], kind=kind, at=SEVEN_PM)

    with pytest.raises(learning.NotYetAttended):
        learning.say_feedback(section_id=held.section_id, account_id=held.learners[0], stars=5, at=NINE_PM)


def test_one_stranger_in_a_list_keeps_the_whole_list_out(db):
    held = attended_class(1)
    people = [*held.learners, *make_people()]

    with pytest.raises(learning.NotYetAttended):
        learning.say_feedback_of_many(
            feedback=[learning.NewFeedback(held.section_id, who, 5) for who in people], at=NINE_PM
        )

    assert Feedback.objects.count() == 0


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_are_one_to_five(db, stars):
    held = attended_class(1)

    with pytest.raises(learning.StarsUnreadable):
        learning.say_feedback(section_id=held.section_id, account_id=held.learners[0], stars=stars, at=NINE_PM)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.create(
            section_id=held.section_id, account_id=held.learners[0], stars=abs(stars) + 6, said_at=NINE_PM
        )


@pytest.mark.parametrize("size", [1, 3])
def test_a_list_of_words_costs_the_same_queries(db, django_assert_num_queries, size):
    held = attended_class(size)

    with django_assert_num_queries(4):  # savepoint, who was there, insert, release
        learning.say_feedback_of_many(
            feedback=[learning.NewFeedback(held.section_id, who, 4) for who in held.learners], at=NINE_PM
        )
