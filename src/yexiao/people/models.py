"""Tables of people: accounts, organisations, grants, consents, sign-in codes, looks at sealed fields."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from yexiao.people._roles import ADMINISTRATORS, Role


class Situation(models.TextChoices):
    """What a person does by day; optional, consented, used for priority and figures."""

    EMPLOYEE = "employee"
    GIG_WORKER = "gig_worker"
    SELF_EMPLOYED = "self_employed"
    JOB_SEEKER = "job_seeker"
    CARER = "carer"
    STUDENT = "student"
    RETIRED = "retired"
    PUBLIC_SERVANT = "public_servant"


class Organisation(models.Model):
    """An employer, provider, department or community that people act for."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=80, db_index=True)


class Account(AbstractBaseUser):
    """One person. Staff have a username and a password; residents sign in by phone code alone."""

    last_login = None  # Django's own field follows the server's clock and a signal; `signed_in_at` does not
    username = models.CharField(max_length=40, unique=True, null=True)  # noqa: DJ001  a resident has none
    name = models.CharField(max_length=80, blank=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=32, null=True, unique=True)
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=10, default="zh-hans")
    home_path = models.CharField(max_length=80, blank=True)
    situation = models.CharField(max_length=20, blank=True, choices=Situation)
    birth_decade = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField()
    signed_in_at = models.DateTimeField(null=True)
    deactivated_at = models.DateTimeField(null=True)
    deactivated_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(phone_index__isnull=True, phone_sealed__isnull=True)
                | Q(phone_index__isnull=False, phone_sealed__isnull=False),
                name="people_phone_sealed_and_found_together",
            ),
            models.CheckConstraint(
                condition=Q(situation="") | Q(situation__in=Situation.values),
                name="people_situation_is_known",
            ),
            models.CheckConstraint(
                condition=Q(birth_decade__isnull=True) | Q(birth_decade__range=(1900, 2030)),
                name="people_birth_decade_is_plausible",
            ),
        ]

    def get_session_auth_hash(self) -> str:
        """Return what a session must carry to stay valid: raising the epoch ends every session at once."""
        return self._epoch_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return the same under retired secret keys, so that changing the key signs nobody out."""
        yield from map(self._epoch_hash, settings.SECRET_KEY_FALLBACKS)

    def _epoch_hash(self, secret: str | bytes) -> str:
        text = f"{self.password}\n{self.session_epoch}"
        return salted_hmac("yexiao.people.session", text, secret=secret, algorithm="sha256").hexdigest()


class Grant(models.Model):
    """A role held for a territory and below, or for an organisation."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    path = models.CharField(max_length=80, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "path", "organisation"],
                nulls_distinct=False,
                name="people_one_grant_each",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(role__in=[role.value for role in ADMINISTRATORS]),
                name="people_administrators_exclude_one_another",
            ),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="people_role_is_known"),
            models.CheckConstraint(condition=~Q(path__endswith="/"), name="people_grant_path_has_no_end_slash"),
        ]


class Consent(models.Model):
    """What a person agreed to, in which version of the text, until when."""

    account = models.ForeignKey(Account, models.CASCADE)
    purpose = models.CharField(max_length=30)
    version = models.CharField(max_length=12)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="people_one_live_consent_per_purpose",
            )
        ]


class SignInCode(models.Model):
    """A code sent to a phone for one browser: only its hash is kept, the newest is the live one."""

    phone_index = models.BinaryField(max_length=32)
    browser = models.CharField(max_length=43, blank=True)
    code_hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField(db_index=True)
    tries_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone_index", "browser"], name="people_one_live_code_per_browser")
        ]


class SealedLook(models.Model):
    """Who looked at a full phone number, whose, when and why."""

    actor = models.ForeignKey(Account, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="people_a_look_has_a_reason")]
