"""The door of people.

Read-only views other rooms may join:
    people_public_profile(account_id, is_active, session_epoch, home_path, language,
        situation, birth_decade, created_at): situation and birth_decade are '' and NULL
        without live consent to figures.
"""

from yexiao.common.paths import is_within, is_within_any
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
from yexiao.people._codes import AccountClosed, CodeExpired, CodeWrong, ask_for_code, sign_in_by_code
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
from yexiao.people._holders import list_holders, list_looks
from yexiao.people._passwords import PasswordWrong, sign_in_by_password
from yexiao.people._ports import Territory, use_sms, use_territory
from yexiao.people._records import (
    Actor,
    GrantRecord,
    HolderRecord,
    LookRecord,
    NewOrganisation,
    NewPerson,
    OrganisationRecord,
    Person,
    PlaceChoice,
    Reach,
    SignIn,
)
from yexiao.people._requests import Request
from yexiao.people._roles import Action, Role, may, places_where
from yexiao.people._rules import PhoneUnreadable, mask_phone
from yexiao.people._sessions import open_session
from yexiao.people._throttles import Origin

__all__ = [
    "AccountClosed",
    "Action",
    "Actor",
    "AdministratorsExclude",
    "CodeExpired",
    "CodeWrong",
    "GrantRecord",
    "HolderRecord",
    "LookRecord",
    "NewOrganisation",
    "NewPerson",
    "OrganisationRecord",
    "Origin",
    "OwnRole",
    "PasswordTooWeak",
    "PasswordWrong",
    "Person",
    "PhoneUnreadable",
    "PlaceChoice",
    "Reach",
    "Request",
    "Role",
    "SignIn",
    "Territory",
    "UsernameTaken",
    "actor_of",
    "actors_of",
    "allowed",
    "ask_for_code",
    "deactivate",
    "describe_organisations",
    "describe_people",
    "find_by_phone",
    "find_by_username",
    "grant_role",
    "grant_roles",
    "is_within",
    "is_within_any",
    "list_holders",
    "list_looks",
    "look_at_phone",
    "mask_phone",
    "may",
    "open_session",
    "places_where",
    "register_organisations",
    "register_people",
    "register_staff",
    "revoke_role",
    "safe_next",
    "say_who",
    "set_language",
    "sign_in_by_code",
    "sign_in_by_password",
    "sign_out_everywhere",
    "signed_in",
    "use_sms",
    "use_territory",
    "ways_to_reach",
]
