"""The door of people.

Read-only views other rooms may join:
    people_public_profile(account_id, is_active, session_epoch, home_path, language,
        situation, birth_decade, created_at): situation and birth_decade are '' and NULL
        without live consent to figures.
"""

from yexiao.people._accounts import (
    actor_of,
    actors_of,
    describe_people,
    find_by_phone,
    find_by_username,
    look_at_phone,
    register_people,
    say_who,
    set_language,
    ways_to_reach,
)
from yexiao.people._gates import allowed, safe_next, signed_in
from yexiao.people._grants import (
    AdministratorsExclude,
    OwnRole,
    PasswordTooWeak,
    UsernameTaken,
    deactivate,
    describe_organisations,
    grant_role,
    grant_roles,
    register_organisations,
    register_staff,
    revoke_role,
    sign_out_everywhere,
)
from yexiao.people._records import (
    Actor,
    GrantRecord,
    NewOrganisation,
    NewPerson,
    OrganisationRecord,
    Person,
    PlaceChoice,
    Reach,
    SignIn,
)
from yexiao.people._requests import Request
from yexiao.people._roles import Action, Role, is_within, is_within_any, may, places_where
from yexiao.people._rules import PhoneUnreadable

__all__ = [
    "Action",
    "Actor",
    "AdministratorsExclude",
    "GrantRecord",
    "NewOrganisation",
    "NewPerson",
    "OrganisationRecord",
    "OwnRole",
    "PasswordTooWeak",
    "Person",
    "PhoneUnreadable",
    "PlaceChoice",
    "Reach",
    "Request",
    "Role",
    "SignIn",
    "UsernameTaken",
    "actor_of",
    "actors_of",
    "allowed",
    "deactivate",
    "describe_organisations",
    "describe_people",
    "find_by_phone",
    "find_by_username",
    "grant_role",
    "grant_roles",
    "is_within",
    "is_within_any",
    "look_at_phone",
    "may",
    "places_where",
    "register_organisations",
    "register_people",
    "register_staff",
    "revoke_role",
    "safe_next",
    "say_who",
    "set_language",
    "sign_out_everywhere",
    "signed_in",
    "ways_to_reach",
]
