"""The role × territory table: who may do what, where. One question decides rights, `may`."""

from __future__ import annotations

from enum import StrEnum

from yexiao.common.paths import is_within, is_within_any
from yexiao.people._records import Actor


class Role(StrEnum):
    """Every role. A resident needs none: whoever is signed in is one."""

    MENTOR = "mentor"
    LECTURER = "lecturer"
    ASSISTANT = "assistant"
    OPERATOR = "operator"
    ORGANISER = "organiser"
    ORGANISATION_MANAGER = "organisation_manager"
    OFFICIAL = "official"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"


ADMINISTRATORS = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR)


class Action(StrEnum):
    """Everything that needs a right over a place."""

    SEE_DEMAND = "see_demand"
    MANAGE_NEEDS = "manage_needs"
    MANAGE_PLACES = "manage_places"
    MANAGE_CATALOGUE = "manage_catalogue"
    RUN_PLAN = "run_plan"
    PUBLISH_PLAN = "publish_plan"
    MANAGE_OPENINGS = "manage_openings"
    SEE_ROSTER = "see_roster"
    MARK_ATTENDANCE = "mark_attendance"
    MANAGE_MEETINGS = "manage_meetings"
    SEE_FIGURES = "see_figures"
    SEE_PHONE = "see_phone"
    MANAGE_ROLES = "manage_roles"
    SEE_AUDIT = "see_audit"
    SEE_STATUS = "see_status"


TABLE: dict[Role, frozenset[Action]] = {
    Role.MENTOR: frozenset(),
    Role.LECTURER: frozenset(),
    Role.ASSISTANT: frozenset({Action.SEE_ROSTER, Action.MARK_ATTENDANCE}),
    Role.OPERATOR: frozenset(
        {
            Action.SEE_DEMAND,
            Action.MANAGE_NEEDS,
            Action.MANAGE_PLACES,
            Action.MANAGE_CATALOGUE,
            Action.RUN_PLAN,
            Action.PUBLISH_PLAN,
            Action.MANAGE_OPENINGS,
            Action.SEE_ROSTER,
            Action.MARK_ATTENDANCE,
            Action.MANAGE_MEETINGS,
            Action.SEE_FIGURES,
            Action.SEE_PHONE,
        }
    ),
    Role.ORGANISER: frozenset(
        {
            Action.SEE_DEMAND,
            Action.MANAGE_NEEDS,
            Action.MANAGE_CATALOGUE,
            Action.RUN_PLAN,
            Action.PUBLISH_PLAN,
            Action.MANAGE_OPENINGS,
            Action.SEE_FIGURES,
        }
    ),
    Role.ORGANISATION_MANAGER: frozenset(),
    Role.OFFICIAL: frozenset({Action.SEE_FIGURES, Action.SEE_DEMAND}),
    Role.SYSTEM_ADMINISTRATOR: frozenset({Action.SEE_STATUS}),
    Role.SECURITY_ADMINISTRATOR: frozenset({Action.MANAGE_ROLES}),
    Role.AUDIT_ADMINISTRATOR: frozenset({Action.SEE_AUDIT}),
}


def may(actor: Actor, action: Action, path: str) -> bool:
    """Tell whether the actor may do this at the place with that stored path.

    A grant holds for its territory and below: its path is a whole-segment
    prefix of the place's. Codes are never compared.
    """
    return any(action in TABLE[Role(grant.role)] and is_within(path, grant.path) for grant in actor.grants)


def places_where(actor: Actor, action: Action) -> tuple[str, ...]:
    """Return the paths over which the actor may do this, shortest first, none inside another."""
    paths = sorted({grant.path for grant in actor.grants if action in TABLE[Role(grant.role)]}, key=len)
    return tuple(path for i, path in enumerate(paths) if not is_within_any(path, paths[:i]))
