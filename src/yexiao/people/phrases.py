"""What the refusals of people say to people."""

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases

phrases.register(
    {
        "people.phone_unreadable": (
            _("We cannot read this as a mobile number."),
            _("Type the 11 digits of a mainland number, for example 138 0013 8000."),
        ),
        "people.code_wrong": (
            _("This is not the code we sent."),
            _("Look at the newest message and try again; you can try %(tries_left)s more times."),
        ),
        "people.code_expired": (_("This code is no longer valid."), _("Ask for a new one below.")),
        "people.account_closed": (
            _("This account has been closed."),
            _("Ask at your community centre if you think that is a mistake."),
        ),
        "people.password_wrong": (
            _("User name and password do not match."),
            _("Check both and try again, or ask the person who gave you the account."),
        ),
        "people.username_taken": (_("The user name %(username)s is taken."), _("Choose another one.")),
        "people.password_too_weak": (_("This password is too easy to guess."), _("%(reasons)s")),
        "people.administrators_exclude": (
            _("One person cannot be two kinds of administrator."),
            _("Give the role to somebody else."),
        ),
        "people.own_role": (
            _("Nobody changes their own roles."),
            _("Ask another security administrator."),
        ),
    }
)
