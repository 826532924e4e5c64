"""The door of notices: `register` the words once at start, `tell` people, ask for their inbox.

Nothing here may be joined from outside; there are no public views.
"""

from yexiao.notices._outbox import count_unread, list_inbox, mark_read, tell
from yexiao.notices._records import Message, NoticeRecord
from yexiao.notices._sending import count_unsure, send_due
from yexiao.notices._sms import SmsBackend, SmsNotSent, send_code
from yexiao.notices._words import register

__all__ = [
    "Message",
    "NoticeRecord",
    "SmsBackend",
    "SmsNotSent",
    "count_unread",
    "count_unsure",
    "list_inbox",
    "mark_read",
    "register",
    "send_code",
    "send_due",
    "tell",
]
