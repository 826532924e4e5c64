"""The door of notices: `register` the words once at start, `tell` people, ask for their inbox.

Nothing here may be joined from outside; there are no public views.
"""

from yexiao.notices._outbox import count_unread, list_inbox, mark_read, tell
from yexiao.notices._records import Message, NoticeRecord
from yexiao.notices._words import register, say_moment

__all__ = [
    "Message",
    "NoticeRecord",
    "count_unread",
    "list_inbox",
    "mark_read",
    "register",
    "say_moment",
    "tell",
]
