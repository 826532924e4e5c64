"""Refusals of this room."""

from __future__ import annotations

from yexiao.common.refusals import Refusal


class BadParameter(Refusal):
    """A parameter of the read API cannot be used; `field` says which."""

    code = "interop.bad_parameter"
    status = 422


class ReadOnly(Refusal):
    """The read API was asked to do something else than read."""

    code = "interop.read_only"
    status = 405
