"""What crosses the door of notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Message:
    """Something one person is to be told about one event.

    `event_key` names the event ("seat-given:912"): the same person is told
    about it once, however often `tell` is called. `values` are JSON values
    for the template; `link` is a page of this site.
    """

    recipient_id: int
    event_key: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    channels: tuple[str, ...] = ("in_app", "sms")


@dataclass(frozen=True)
class NoticeRecord:
    """A message in somebody's inbox, in the language of the reader."""

    id: int
    subject: str
    body: str
    link: str
    created_at: datetime
    read_at: datetime | None
