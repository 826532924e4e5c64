"""The shape of every refusal: named for what happened, with a code and data; the web gives it words."""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """Something a person asked for cannot be done, for a reason that can be told.

    Subclasses stand beside the operation that raises them, set `code`
    (stable, `room.what_happened`) and take their data as keywords.
    `status` is the HTTP status of the answer.
    """

    code: ClassVar[str] = "common.refused"
    status: ClassVar[int] = 409

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code, data)
        self.data = data


class NotFound(Refusal):
    """It does not exist, or is not for this person; both look the same from outside."""

    code = "common.not_found"
    status = 404


class BadInput(Refusal):
    """A value cannot be used; `field` says which and `reason` why."""

    code = "common.bad_input"
    status = 422
