"""Registering people and staff in lists, as imports and the demonstration city do."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from tests.conftest import all_at_once
from tests.people.factories import EIGHT_PM, LONGGANG, PASSWORD, ZHANGGE, make_resident, make_staff, new_phone
from yexiao.common.refusals import BadInput, NotFound
from yexiao.people import api as people
from yexiao.people.models import Account, Consent, Grant


def resident(**values):
    return people.NewPerson(**{"name": "陈晓", "phone": new_phone(), "home_path": ZHANGGE} | values)


def test_people_are_registered_in_order_and_known_numbers_keep_their_account(db):
    known = resident(name="老王")
    [known_id] = people.register_people(people=[known], at=EIGHT_PM)
    new = resident(name="小李")

    ids = people.register_people(
        people=[new, resident(phone=known.phone, name="Somebody"), resident(phone=new.phone, name="Twin")],
        at=EIGHT_PM,
    )

    assert ids == [ids[0], known_id, ids[0]]
    assert [people.describe_people(ids=ids)[account_id].name for account_id in ids] == ["小李", "老王", "小李"]


def test_a_number_that_cannot_be_read_registers_nobody(db):
    with pytest.raises(people.PhoneUnreadable):
        people.register_people(people=[resident(), resident(phone="110")], at=EIGHT_PM)

    assert Account.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_parallel_imports_of_the_same_people_make_one_account_each():
    crowd = [resident(consents=("figures",), situation="carer") for _ in range(40)]

    answers = all_at_once(
        lambda turn: people.register_people(people=crowd if turn % 2 else crowd[::-1], at=EIGHT_PM), range(6)
    )

    assert {tuple(ids if turn % 2 else ids[::-1]) for turn, ids in enumerate(answers)} == {tuple(answers[1])}
    assert (Account.objects.count(), Consent.objects.count()) == (40, 40)


@pytest.mark.parametrize(
    "fault",
    [{"name": " "}, {"name": "长" * 81}, {"language": "fr"}, {"situation": "wizard"}, {"birth_decade": 1985}],
)
def test_a_value_that_cannot_be_used_registers_nobody(db, fault):
    with pytest.raises(BadInput):
        people.register_people(people=[resident(), resident(consents=("figures",), **fault)], at=EIGHT_PM)

    assert Account.objects.count() == 0


@pytest.mark.parametrize("size", [1, 3])
def test_registering_costs_the_same_queries_for_any_number(db, django_assert_num_queries, size):
    consenting = [resident(consents=("figures",), situation="carer") for _ in range(size)]

    with django_assert_num_queries(6):
        people.register_people(people=consenting, at=EIGHT_PM)


def test_the_number_is_stored_sealed_and_found_again(db):
    phone = new_phone()
    [account_id] = people.register_people(people=[resident(phone=phone)], at=EIGHT_PM)
    row = Account.objects.get()

    assert phone.encode() not in bytes(row.phone_sealed) + bytes(row.phone_index)
    assert people.find_by_phone(phone=f" +86 {phone[:3]}-{phone[3:]}") == account_id
    assert people.ways_to_reach(ids=[account_id])[account_id].phone == "+86" + phone


def test_situation_is_kept_and_published_only_with_consent(db):
    with_consent = make_resident(situation="carer", birth_decade=1980, consents=("figures",))
    without = make_resident(situation="carer", birth_decade=1980)

    assert published(with_consent) == ("carer", 1980)
    assert published(without) == ("", None)


def test_taking_consent_back_erases_what_it_allowed(db):
    account_id = make_resident(situation="carer", birth_decade=1980, consents=("figures",))

    people.say_who(account_id=account_id, name="陈晓", home_path=ZHANGGE, situation="carer", at=EIGHT_PM)

    assert published(account_id) == ("", None)
    assert list(Consent.objects.values_list("purpose", "withdrawn_at")) == [("figures", EIGHT_PM)]


def test_saying_the_same_twice_records_one_consent(db):
    account_id = make_resident()
    said = {"name": "陈晓", "home_path": ZHANGGE, "situation": "carer", "consents_to_figures": True, "at": EIGHT_PM}

    people.say_who(account_id=account_id, **said)
    people.say_who(account_id=account_id, **said)

    assert Consent.objects.filter(withdrawn_at=None).count() == 1


def test_registering_staff_again_with_the_same_password_changes_nothing(db):
    first = register("Wang.Hui")
    again = register("wang.hui ")

    assert first == again
    assert people.actor_of(first).grants == (people.GrantRecord("operator", LONGGANG),)


def test_another_password_for_a_taken_user_name_is_refused(db):
    register("wang.hui")

    with pytest.raises(people.UsernameTaken):
        register("wang.hui", password="another-good-phrase")


def test_a_weak_password_is_refused(db):
    with pytest.raises(people.PasswordTooWeak):
        register("wang.hui", password="wang.hui")


@pytest.mark.parametrize("username", ["", "  ", "x" * 41])
def test_an_empty_or_endless_user_name_is_refused(db, username):
    with pytest.raises(BadInput):
        register(username)


def test_an_account_is_never_two_administrators(db):
    account_id = make_staff("system_administrator")

    with pytest.raises(people.AdministratorsExclude):
        people.grant_role(account_id=account_id, role="audit_administrator", path="4403", by=None, at=EIGHT_PM)
    with pytest.raises(IntegrityError, match="people_administrators_exclude_one_another"), transaction.atomic():
        Grant.objects.create(account_id=account_id, role="security_administrator", path="4403", granted_at=EIGHT_PM)


def test_roles_are_given_only_by_who_manages_them_there_and_never_to_oneself(db):
    security = make_staff("security_administrator", LONGGANG)
    operator = make_staff("operator", LONGGANG)
    grant = {"role": "operator", "at": EIGHT_PM}

    people.grant_role(account_id=operator, path=LONGGANG + "/440307001", by=security, **grant)
    with pytest.raises(NotFound):
        people.grant_role(account_id=operator, path="4403", by=security, **grant)
    with pytest.raises(NotFound):
        people.grant_role(account_id=security, path=LONGGANG, by=operator, **grant)
    with pytest.raises(people.OwnRole):
        people.grant_role(account_id=security, path=LONGGANG, by=security, **grant)

    assert [grant.path for grant in people.actor_of(operator).grants] == [LONGGANG, LONGGANG + "/440307001"]


def test_a_look_at_a_number_is_recorded_with_its_reason(db):
    owner, operator = make_resident(), make_staff("operator")

    number = people.look_at_phone(account_id=owner, by=operator, reason="called about tonight", at=EIGHT_PM)

    with connection.cursor() as cursor:
        cursor.execute("SELECT actor_id, account_id, reason, at FROM people_sealedlook")
        looks = cursor.fetchall()
    assert looks == [(operator, owner, "called about tonight", EIGHT_PM)]
    assert people.describe_people(ids=[owner])[owner].masked_phone == number[3:6] + "****" + number[-4:]


def test_a_look_needs_a_reason_and_a_number(db):
    owner, operator = make_resident(), make_staff("operator")

    with pytest.raises(BadInput):
        people.look_at_phone(account_id=owner, by=operator, reason="  ", at=EIGHT_PM)
    with pytest.raises(NotFound):
        people.look_at_phone(account_id=operator, by=operator, reason="called about tonight", at=EIGHT_PM)


def test_closed_accounts_are_strangers_to_every_room(db):
    account_id = make_staff("operator", ZHANGGE)

    people.deactivate(account_id=account_id, by=None, at=EIGHT_PM)

    assert people.actors_of([account_id]) == {}
    assert people.actor_of(account_id) == people.Actor()
    assert not people.describe_people(ids=[account_id])[account_id].is_active


def test_a_language_is_kept_and_an_unknown_one_refused(db):
    account_id = make_resident()

    people.set_language(account_id=account_id, language="en")
    with pytest.raises(BadInput):
        people.set_language(account_id=account_id, language="fr")

    assert people.actor_of(account_id).language == "en"


def test_organisations_are_registered_once_by_slug(db):
    maker = people.NewOrganisation("maker", "大疆", "Maker", "employer", "4403/440305")

    first = people.register_organisations(organisations=[maker], at=EIGHT_PM)
    again = people.register_organisations(organisations=[maker], at=EIGHT_PM)

    assert first == again == {"maker": first["maker"]}
    assert people.describe_organisations(ids=first.values())[first["maker"]].name == "大疆"


def register(username, password=PASSWORD):
    grants = [people.GrantRecord("operator", LONGGANG)]
    return people.register_staff(username=username, password=password, name="王慧", grants=grants, at=EIGHT_PM)


def published(account_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT situation, birth_decade FROM people_public_profile WHERE account_id = %s", [account_id])
        return cursor.fetchone()
