"""People, the schools they belong to, and invitations."""

import hashlib
import secrets
import uuid
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from portal.accounts.roles import SCHOOL_LEAD

INVITATION_DAYS = 14
KEPT_DAYS = [
    (28, "after four weeks"),
    (91, "after three months"),
    (183, "after six months"),
    (365, "after a year"),
]


class UserManager(BaseUserManager):
    """Makes users, and finds them by e-mail address whatever its capitals."""

    def get_by_natural_key(self, username):
        """Return the user of the e-mail address `username`. Raises User.DoesNotExist."""
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        """Return a new saved user; without a password the account cannot sign in with one.

        Raises ValueError for an empty address.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Return a new saved user who may do everything."""
        return self.create_user(email, password, **{**fields, "is_superuser": True})


class School(models.Model):
    """A school or setting whose staff use the portal."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True)
    urn = models.CharField(
        "URN",
        max_length=6,
        blank=True,
        help_text="The unique reference number in the national register of schools, where there is one.",
    )
    area = models.ForeignKey("content.Area", on_delete=models.PROTECT, related_name="schools")
    kind = models.CharField(max_length=100, blank=True, help_text="For example: primary school.")
    keeps_copies = models.BooleanField(
        "staff may keep copies of sheets",
        default=False,
        help_text="Nobody else can open a copy, and each is deleted by itself.",
    )
    copies_kept_days = models.PositiveSmallIntegerField(
        "copies are deleted",
        choices=KEPT_DAYS,
        default=91,
        help_text="Counted from the last change of a copy.",
    )
    email_domains = models.CharField(
        "domains of its e-mail addresses",
        max_length=250,
        blank=True,
        help_text="For example: school.example. With commas between several. "
        "Where one is named, the school’s lead invites people at these addresses only.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["urn"], condition=~models.Q(urn=""), name="school_urn_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def domains(self) -> set[str]:
        """The domains that an invitation by the school's lead may go to; none means all."""
        words = self.email_domains.lower().replace(",", " ").split()
        return {word.lstrip("@") for word in words}


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address.

    `school` and `job_title` are those of the membership that the person acts for (see
    `portal.accounts.memberships`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=150, blank=True)
    school = models.ForeignKey(
        School, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    is_active = models.BooleanField(
        "active", default=True, help_text="Take this away instead of deleting an account."
    )
    extra_time = models.PositiveSmallIntegerField(
        "extra time in quizzes, in per cent",
        default=0,
        validators=[MaxValueValidator(400)],
        help_text="25 makes 20 minutes into 25. Ask for no reason: none is kept.",
    )
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Someone has an account with this e-mail address already.",
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def role_names(self) -> list[str]:
        """The names of this person's roles, in order."""
        return sorted(group.name for group in self.groups.all())

    @property
    def leads(self) -> bool:
        """Whether this person leads the school that they act for."""
        return bool(self.school_id) and self.groups.filter(name=SCHOOL_LEAD).exists()

    def get_full_name(self):
        """Return the name, or the address of someone who has not given one."""
        return self.name or self.email

    def get_short_name(self):
        """Return the first word of the name."""
        return self.get_full_name().split(" ")[0]


class Membership(models.Model):
    """That a person belongs to a school, or did. `portal.accounts.memberships` alone changes it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships")
    lead = models.BooleanField(default=False)
    job_title = models.CharField(max_length=150, blank=True)
    joined = models.DateField(default=timezone.localdate)
    left = models.DateField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["person__name", "person__email", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "school"],
                condition=models.Q(left=None),
                name="in_a_school_once_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.school}"


class InvitationManager(models.Manager):
    """Makes invitations, and finds one by the secret in its link."""

    def invite(self, **fields):
        """Return (invitation, token). Only the token's hash is kept, so it can be shown once."""
        token = secrets.token_urlsafe(32)
        return self.create(token_hash=hash_token(token), **fields), token

    def usable(self, token: str):
        """Return the invitation of `token`, or None where it is unknown, used or too old."""
        found = self.select_related("school", "role").filter(token_hash=hash_token(token)).first()
        return found if found and found.is_usable else None


def hash_token(token: str) -> str:
    """Return what is stored for `token`: it is 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def in_two_weeks():
    """Return when an invitation made now stops working."""
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class Invitation(models.Model):
    """A link that lets one person come in once: with a new account, or with the one they have."""

    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField(max_length=150, blank=True)
    job_title = models.CharField(max_length=150, blank=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    role = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="invitations_sent", editable=False
    )
    created = models.DateTimeField(auto_now_add=True)
    # Without it the e-mail has not gone out: a long list goes in parts, and each part takes what is left.
    sent_at = models.DateTimeField(null=True, default=timezone.now, editable=False)
    expires = models.DateTimeField(default=in_two_weeks, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationManager()

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "school",
                Lower("email"),
                condition=models.Q(accepted_at=None),
                name="one_open_invitation_to_a_school",
            )
        ]

    def __str__(self):
        return f"Invitation for {self.email}"

    @property
    def is_usable(self) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.expires > timezone.now()
