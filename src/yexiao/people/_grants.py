"""Staff, roles and organisations: who holds which role where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from yexiao.common.refusals import BadInput, NotFound, Refusal
from yexiao.common.text import is_storable
from yexiao.people import _accounts, _rules
from yexiao.people._records import GrantRecord, NewOrganisation, OrganisationRecord
from yexiao.people._roles import ADMINISTRATORS, Action, Role, may
from yexiao.people.models import Account, Grant, Organisation

BATCH = 2000


class UsernameTaken(Refusal):
    """Another account has this user name."""

    code = "people.username_taken"


class PasswordTooWeak(Refusal):
    """The password is too short, too common or too much like the name; `reasons` says which."""

    code = "people.password_too_weak"
    status = 422


class AdministratorsExclude(Refusal):
    """System, security and audit administrator are three people: an account can be one of them, for one place."""

    code = "people.administrators_exclude"


class OwnRole(Refusal):
    """Nobody changes their own roles."""

    code = "people.own_role"


@transaction.atomic
def register_staff(*, username: str, password: str, name: str, grants: Sequence[GrantRecord], at: datetime) -> int:
    """Register somebody who signs in by password, with their roles; return the account's id.

    The same user name with the same password is the same request: it adds
    grants that are missing and changes nothing else.

    Raises:
        BadInput: The user name is empty or longer than 40 characters.
        UsernameTaken: Somebody else has the name.
        PasswordTooWeak: The password does not pass the rules.
        AdministratorsExclude: The grants hold two administrators.
    """
    username = _checked_username(username)
    _check_password_rules(password, username)
    new = Account(username=username, password=make_password(password), name=name, created_at=at)
    Account.objects.bulk_create([new], ignore_conflicts=True)
    account = Account.objects.select_for_update(no_key=True).get(username=username)
    if account.password != new.password and not check_password(password, account.password):
        raise UsernameTaken(username=username)
    grant_roles(grants={account.pk: grants}, by=None, at=at)
    return account.pk


def grant_role(
    *,
    account_id: int,
    role: str,
    path: str = "",
    organisation_id: int | None = None,
    by: int | None,
    at: datetime,
) -> None:
    """Give one role; see `grant_roles`."""
    grants = {account_id: [GrantRecord(role, path, organisation_id)]}
    grant_roles(grants=grants, by=by, at=at)


@transaction.atomic
def grant_roles(*, grants: Mapping[int, Sequence[GrantRecord]], by: int | None, at: datetime) -> None:
    """Give roles by account id; what is held already stays. `by` None is the command line or an import.

    Raises:
        AdministratorsExclude: An account would be two administrators.
        BadInput: There is no such role.
        NotFound: `by` may not manage roles there, or an account does not exist.
        OwnRole: `by` would give a role to themself.
    """
    _check_granting(grants, by)
    rows = [
        Grant(
            account_id=account_id,
            role=_checked_role(grant.role),
            path=grant.path,
            organisation_id=grant.organisation_id,
            granted_by_id=by,
            granted_at=at,
        )
        for account_id, records in grants.items()
        for grant in records
    ]
    _check_accounts(grants)
    Grant.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    _check_administrators(rows)


@transaction.atomic
def revoke_role(
    *, account_id: int, role: str, path: str = "", organisation_id: int | None = None, by: int | None
) -> None:
    """Take a role back; whoever loses one is signed out everywhere. Taking back what is not held does nothing.

    Raises:
        BadInput: There is no such role.
        NotFound: `by` may not manage roles there.
        OwnRole: `by` would take a role from themself.
    """
    record = GrantRecord(_checked_role(role), path, organisation_id)
    _check_granting({account_id: [record]}, by)
    held = Grant.objects.filter(account_id=account_id, role=role, path=path)
    if organisation_id is None:
        held = held.filter(organisation=None)
    else:
        held = held.filter(organisation_id=organisation_id)
    if held.delete()[0]:
        sign_out_everywhere(account_id=account_id)


def sign_out_everywhere(*, account_id: int) -> None:
    """End every session of the account at its next request, on every device."""
    Account.objects.filter(pk=account_id).update(session_epoch=F("session_epoch") + 1)


@transaction.atomic
def deactivate(*, account_id: int, by: int | None, at: datetime) -> None:
    """Close an account: its sessions end at the next request and nobody signs in to it. Repeating does nothing."""
    Account.objects.filter(pk=account_id, is_active=True).update(
        is_active=False, deactivated_at=at, deactivated_by=by, session_epoch=F("session_epoch") + 1
    )


@transaction.atomic
def register_organisations(*, organisations: Sequence[NewOrganisation], at: datetime) -> dict[str, int]:
    """Register or update organisations by slug; return their ids by slug."""
    del at
    rows = [Organisation(**vars(organisation)) for organisation in organisations]
    Organisation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name", "name_en", "kind", "path"],
        batch_size=BATCH,
    )
    slugs = [organisation.slug for organisation in organisations]
    return dict(Organisation.objects.filter(slug__in=slugs).values_list("slug", "pk"))


def describe_organisations(*, ids: Iterable[int]) -> dict[int, OrganisationRecord]:
    """Return organisations by id; unknown ids are left out."""
    rows = Organisation.objects.filter(pk__in=set(ids))
    return {row.pk: OrganisationRecord(row.pk, row.slug, row.name, row.name_en, row.kind, row.path) for row in rows}


def _checked_username(username: str) -> str:
    username = _rules.fold_username(username)
    if not 1 <= len(username) <= 40:
        raise BadInput(field="username", reason="length")
    return username


def _check_password_rules(password: str, username: str) -> None:
    try:
        password_validation.validate_password(password, Account(username=username))
    except ValidationError as problem:
        raise PasswordTooWeak(reasons=" ".join(problem.messages)) from problem


def _check_granting(grants: Mapping[int, Sequence[GrantRecord]], by: int | None) -> None:
    if by is None:
        return
    if by in grants:
        raise OwnRole
    giver = _accounts.actor_of(by)
    paths = [grant.path for records in grants.values() for grant in records]
    if not all(is_storable(path) and may(giver, Action.MANAGE_ROLES, path) for path in paths):
        raise NotFound


def _checked_role(role: str) -> str:
    if role not in Role.__members__.values():
        raise BadInput(field="role", reason="unknown")
    return role


def _check_accounts(grants: Mapping[int, Sequence[GrantRecord]]) -> None:
    if Account.objects.filter(pk__in=list(grants)).count() != len(grants):
        raise NotFound


def _check_administrators(rows: Sequence[Grant]) -> None:
    wanted = [row for row in rows if row.role in ADMINISTRATORS]
    for row in wanted:  # the constraint has silently left out a second administrator: say so
        same = Q(path=row.path, organisation_id=row.organisation_id)
        if not Grant.objects.filter(same, account_id=row.account_id, role=row.role).exists():
            raise AdministratorsExclude
