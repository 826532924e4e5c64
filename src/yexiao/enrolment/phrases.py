"""Words for this room's refusals: what happened, and what one can do next."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases


def register_words() -> None:
    """Register the words of every refusal; called once at start."""
    phrases.register(WORDS)


WORDS = {
    "enrolment.section_full": (
        _("All seats are taken."),
        _("Join the waiting list: a seat that comes free goes to whoever waits, never to anybody else."),
    ),
    "enrolment.not_yet_open": (
        _("Sign-up has not begun yet."),
        _("Come back at the time shown on the page of the class. Pressing early brings no advantage."),
    ),
    "enrolment.closed": (_("Sign-up for this class is over."), _("Look for another class of the same course.")),
    "enrolment.draw_first": (
        _("Seats of this class are drawn by lot."),
        _("Enter the draw with your favourites; what is left over can be taken after the draw."),
    ),
    "enrolment.not_a_draw": (_("There is no draw here."), _("Take a seat on the page of the class.")),
    "enrolment.by_invitation": (
        _("Seats of this class are given by invitation."),
        _("Ask the organisation that holds the class, or look for another one."),
    ),
    "enrolment.overlaps": (
        _("You have another class at that time."),
        _("Give back the other seat first, or choose another evening."),
    ),
    "enrolment.too_many_seats": (
        _("You have as many seats here as one person may have (%(most)s)."),
        _("Give one back first if you would rather have this class."),
    ),
    "enrolment.key_reused": (
        _("This form was sent before for something else."),
        _("Reload the page and press the button again."),
    ),
    "enrolment.already_waiting": (
        _("You are on the waiting list of this class."),
        _("We tell you as soon as a seat comes free for you."),
    ),
    "enrolment.already_seated": (_("You have a seat in this class."), _("You find it under “My evenings”.")),
    "enrolment.seat_is_free": (_("A seat is free."), _("Take it on the page of the class; there is no need to wait.")),
    "enrolment.no_offer": (
        _("No seat is held for you here any more."),
        _("You may join the waiting list again."),
    ),
    "enrolment.capacity_too_small": (
        _("More seats than that are taken or offered (%(least)s)."),
        _("Choose a larger number, or give seats back first."),
    ),
    "enrolment.bad_choices": (
        _("This ranking cannot be used."),
        _("Choose between one and %(most)s classes of this draw, each only once."),
    ),
    "enrolment.already_opened": (
        _("One of these classes has an opening already, or is not published."),
        _("Reload the page and choose again."),
    ),
    "enrolment.bad_window": (
        _("These times do not fit."),
        _("Sign-up must begin before it ends, and end in the future."),
    ),
    "enrolment.reserves_need_a_draw": (
        _("Seats can be kept first for a group only in a draw."),
        _("Choose the draw, or keep no seats."),
    ),
    "enrolment.too_early_to_draw": (_("The draw is still open for entries."), _("Decide it after it closes.")),
    "enrolment.beacon_needed": (
        _("The draw waits for the public number: %(source)s."),
        _("Enter the number as soon as it is published."),
    ),
}
