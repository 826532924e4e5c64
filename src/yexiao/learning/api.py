"""The door of learning, begun with what people say after class.

Operations: `say_feedback`, `say_feedback_of_many`. Questions: `summarise_feedback`, `feedback_of`.
View for joining: `learning_public_feedback(section_id, account_id, stars, uses_at_work, said_at)`;
comments are not in it.
"""

from yexiao.learning._feedback import (
    FeedbackRecord,
    FeedbackSummary,
    NewFeedback,
    NotYetAttended,
    StarsUnreadable,
    feedback_of,
    say_feedback,
    say_feedback_of_many,
    summarise_feedback,
)

__all__ = [
    "FeedbackRecord",
    "FeedbackSummary",
    "NewFeedback",
    "NotYetAttended",
    "StarsUnreadable",
    "feedback_of",
    "say_feedback",
    "say_feedback_of_many",
    "summarise_feedback",
]
