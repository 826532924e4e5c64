"""Accounts: registering, saying who one is, and what other rooms may know of a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yexiao.common.refusals import BadInput, NotFound
from yexiao.people import _consents, _phones, _rules
from yexiao.people._records import Actor, GrantRecord, NewPerson, Person, Reach
from yexiao.people.models import Account, Grant, SealedLook, Situation

BATCH = 2000
LANGUAGES = ("zh-hans", "en")


@transaction.atomic
def register_people(*, people: Sequence[NewPerson], at: datetime) -> list[int]:
    """Register residents by phone, for imports; return their ids in the order given.

    A number that is known already keeps its account as it is, and so does
    the second of two equal numbers in one list.

    Raises:
        BadInput: A name or another value cannot be used; nobody is registered.
        PhoneUnreadable: A number cannot be read; nobody is registered.
    """
    numbers = [_rules.normalise_phone(person.phone) for person in people]
    indexes = [_phones.index_of(number) for number in numbers]
    known = _ids_by_index(indexes)
    new: dict[bytes, tuple[NewPerson, str]] = {}
    for index, person, number in zip(indexes, people, numbers, strict=True):
        if index not in known:
            new.setdefault(index, (person, number))
    # One order for all, so that parallel imports never wait in a ring; by number, so that ids do not hang on the key.
    in_order = sorted(new.items(), key=lambda item: item[1][1])
    rows = [_new_row(person, number, index, at) for index, (person, number) in in_order]
    Account.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    ids = _ids_by_index(indexes)
    consents = [(ids[index], purpose) for index, (person, _) in new.items() for purpose in person.consents]
    _consents.give(consents=consents, at=at)
    return [ids[index] for index in indexes]


@transaction.atomic
def say_who(
    *,
    account_id: int,
    name: str,
    home_path: str,
    situation: str = "",
    birth_decade: int | None = None,
    consents_to_figures: bool = False,
    language: str = "",
    at: datetime,
) -> None:
    """Keep what a person says about themself.

    Situation and birth decade are kept only with consent to figures; taking
    the consent back erases them. An empty language leaves the language.

    Raises:
        BadInput: The name is empty, or a value is none of those offered.
        NotFound: There is no such account.
    """
    account = _locked(account_id)
    account.name = _checked_name(name)
    account.home_path = home_path
    account.language = _checked_language(language or account.language)
    account.situation = _checked_situation(situation) if consents_to_figures else ""
    account.birth_decade = _checked_decade(birth_decade) if consents_to_figures else None
    account.save(update_fields=["name", "home_path", "language", "situation", "birth_decade"])
    if consents_to_figures:
        _consents.give(consents=[(account_id, _consents.FIGURES)], at=at)
    else:
        _consents.withdraw(account_id=account_id, purpose=_consents.FIGURES, at=at)


@transaction.atomic
def say_name(*, account_id: int, name: str, home_path: str, language: str) -> None:
    """Keep a new person's name and community; whatever else they have said stays.

    Raises:
        BadInput: The name is empty or too long, or the language unknown.
        NotFound: There is no such account.
    """
    account = _locked(account_id)
    account.name = _checked_name(name)
    account.home_path = home_path
    account.language = _checked_language(language)
    account.save(update_fields=["name", "home_path", "language"])


def set_language(*, account_id: int, language: str) -> None:
    """Keep the language a person reads.

    Raises:
        BadInput: It is neither zh-hans nor en.
    """
    Account.objects.filter(pk=account_id).update(language=_checked_language(language))


@transaction.atomic
def look_at_phone(*, account_id: int, by: int, reason: str, at: datetime) -> str:
    """Return somebody's full number and record who looked and why; the caller has asked `may` first.

    Raises:
        BadInput: No reason was given.
        NotFound: There is no such account, or it has no number.
    """
    if not reason.strip():
        raise BadInput(field="reason", reason="empty")
    account = Account.objects.filter(pk=account_id, phone_sealed__isnull=False).first()
    if account is None:
        raise NotFound
    SealedLook.objects.create(actor_id=by, account=account, reason=reason.strip()[:200], at=at)
    return _phones.number_of(account)


def actor_of(account_id: int) -> Actor:
    """Return the account as an actor, with its grants as they are now; a stranger if it is not active."""
    return actors_of([account_id]).get(account_id, Actor())


def actors_of(ids: Iterable[int]) -> dict[int, Actor]:
    """Return the active ones among the accounts as actors, with their grants as they are now."""
    return actors_from(Account.objects.filter(pk__in=set(ids), is_active=True))


def actors_from(accounts: Iterable[Account]) -> dict[int, Actor]:
    """Return loaded accounts as actors, at the cost of one query."""
    grants: dict[int, list[GrantRecord]] = {account.pk: [] for account in accounts}
    for row in Grant.objects.filter(account_id__in=grants).order_by("pk"):
        grants[row.account_id].append(GrantRecord(row.role, row.path, row.organisation_id))
    return {account.pk: _as_actor(account, grants[account.pk]) for account in accounts}


def describe_people(*, ids: Iterable[int]) -> dict[int, Person]:
    """Return what other rooms may know of these people, by id; unknown ids are left out."""
    return {account.pk: _as_person(account) for account in Account.objects.filter(pk__in=set(ids))}


def find_by_phone(*, phone: str) -> int | None:
    """Return whose number this is, if anybody's.

    Raises:
        PhoneUnreadable: It is no number.
    """
    index = _phones.index_of(_rules.normalise_phone(phone))
    return _ids_by_index([index]).get(index)


def find_by_username(*, username: str) -> int | None:
    """Return whose user name this is, if anybody's."""
    accounts = Account.objects.filter(username=_rules.fold_username(username))
    return accounts.values_list("pk", flat=True).first()


def ways_to_reach(*, ids: Iterable[int]) -> dict[int, Reach]:
    """Return number and language of the active people with a number, for sending only: no page shows it."""
    accounts = Account.objects.filter(pk__in=set(ids), is_active=True, phone_sealed__isnull=False)
    return {account.pk: Reach(_phones.number_of(account), account.language) for account in accounts}


def _ids_by_index(indexes: Iterable[bytes]) -> dict[bytes, int]:
    rows = Account.objects.filter(phone_index__in=set(indexes)).values_list("phone_index", "pk")
    return {bytes(index): account_id for index, account_id in rows if index is not None}


def _new_row(person: NewPerson, number: str, index: bytes, at: datetime) -> Account:
    is_consented = _consents.FIGURES in person.consents
    return Account(
        password=make_password(None),
        name=_checked_name(person.name),
        phone_sealed=_phones.seal(number),
        phone_index=index,
        language=_checked_language(person.language),
        home_path=person.home_path,
        situation=_checked_situation(person.situation) if is_consented else "",
        birth_decade=_checked_decade(person.birth_decade) if is_consented else None,
        created_at=at,
    )


def _locked(account_id: int) -> Account:
    account = Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
    if account is None:
        raise NotFound
    return account


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise BadInput(field="name", reason="length")
    return name


def _checked_language(language: str) -> str:
    if language not in LANGUAGES:
        raise BadInput(field="language", reason="unknown")
    return language


def _checked_situation(situation: str) -> str:
    if situation and situation not in Situation.values:
        raise BadInput(field="situation", reason="unknown")
    return situation


def _checked_decade(decade: int | None) -> int | None:
    if decade is not None and decade not in range(1900, 2031, 10):
        raise BadInput(field="birth_decade", reason="unknown")
    return decade


def _as_actor(account: Account, grants: list[GrantRecord]) -> Actor:
    return Actor(account.pk, account.name, account.language, account.home_path, tuple(grants))


def _as_person(account: Account) -> Person:
    return Person(
        id=account.pk,
        name=account.name,
        masked_phone=_phones.masked(account),
        language=account.language,
        home_path=account.home_path,
        situation=account.situation,
        birth_decade=account.birth_decade,
        is_active=account.is_active,
        created_at=account.created_at,
    )
