"""What the rules refuse: each refusal has a name, and words in Danish and in English."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

from models import AppointmentRequest, BookingMode, Provider, Purpose, RequestState
from models.appointment.actions import Action
from models.bookability import Hindrance
from models.consultation.states import State
from models.faults import without_data
from models.refused import (
    AcceptedOnOtherDevice,
    ActionNotAllowed,
    AlreadyRequested,
    AttendanceNotRecorded,
    ChangedMeanwhile,
    ClinicianNotLate,
    ConsentRequired,
    ConsentTicketExpired,
    DeviceCheckRequired,
    FollowUpClosed,
    FollowUpInProgress,
    FollowUpTaken,
    HoldExpired,
    HoldRenewed,
    IdempotencyKeyReused,
    InvalidInput,
    InvitationExpired,
    InvitationSuperseded,
    InvitationWithdrawn,
    MediaSessionSuperseded,
    MessageOnItsWay,
    MessageSentOftenEnough,
    NoNewAppointment,
    NotBookable,
    NotFound,
    NothingToConfirm,
    NoticeRequired,
    NotPossibleNow,
    NotSignedIn,
    NotStaff,
    NotYourRole,
    OtherWayIn,
    OverlapsAnother,
    OverlapsYourOwn,
    PatientIsBusy,
    ProviderRetired,
    ProviderUnavailable,
    Refused,
    RequestClosed,
    SlotNotOffered,
    SlotTaken,
    TimeIsBooked,
    TooEarly,
    TooLate,
    TooManyAppointments,
    TooManyRequests,
    VideoUnavailable,
)
from models.texts import LANGUAGES, knows
from tests.cast import NINE
from tests.models.on_paper import a_service, booked

ROOT = Path(__file__).parent.parent.parent

REFUSALS = [
    ConsentRequired([Purpose.APP_USE]),
    ConsentTicketExpired(),
    NotStaff(),
    NotYourRole(),
    ProviderRetired(Provider.NEMID, date(2023, 10, 31), Provider.MITID),
    InvalidInput("phone", "phone"),
    SlotNotOffered(),
    SlotTaken([]),
    OverlapsYourOwn(booked()),
    PatientIsBusy(NINE, NINE),
    NotBookable(a_service(), list(Hindrance)),
    OtherWayIn(BookingMode.SELF),
    OtherWayIn(BookingMode.REQUEST),
    HoldExpired(),
    HoldRenewed(NINE),
    TooManyAppointments(12),
    ActionNotAllowed(Action.MOVE, "begun"),
    NoticeRequired(NINE),
    AlreadyRequested(AppointmentRequest()),
    RequestClosed(RequestState.DECLINED),
    TimeIsBooked([booked()]),
    *(AttendanceNotRecorded(why) for why in ("by-video", "not-booked", "not-begun")),
    IdempotencyKeyReused(),
    MessageOnItsWay(),
    MessageSentOftenEnough(3),
    NothingToConfirm(),
    TooEarly(NINE),
    TooLate(NINE),
    DeviceCheckRequired(),
    ClinicianNotLate(NINE + timedelta(minutes=10)),
    ClinicianNotLate(None),
    NotPossibleNow(State.ENDED),
    AcceptedOnOtherDevice(True),
    OverlapsAnother(booked()),
    OverlapsAnother(None),
    FollowUpInProgress(),
    FollowUpClosed(),
    NoNewAppointment(),
    FollowUpTaken("Sara Bang"),
    ProviderUnavailable(),
    TooManyRequests(60),
    InvitationSuperseded(None),
    InvitationExpired(),
    InvitationWithdrawn(),
    MediaSessionSuperseded(),
    VideoUnavailable("+4536372700"),
    ChangedMeanwhile(),
]


def every(kind):
    for one in kind.__subclasses__():
        yield one
        yield from every(one)


def test_no_refusal_is_missing_here():
    assert {type(refusal) for refusal in REFUSALS} == set(every(Refused))


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda it: type(it).__name__)
def test_every_refusal_has_its_words_in_both_languages(refusal):
    danish, english = (refusal.message(language) for language in LANGUAGES)

    assert danish != english
    assert all(said.endswith(".") and "{" not in said for said in (danish, english))


def test_the_words_speak_of_what_was_refused():
    too_young = [Hindrance.TOO_YOUNG]

    assert NotBookable(a_service(), too_young).message("da") == (
        "Du skal være fyldt 15 år for selv at kunne bestille denne tid."
    )
    assert NotBookable(a_service(minimum_age=18), too_young).message("en") == (
        "You must be at least 18 years old to book this yourself."
    )


def problems():
    """The second argument of every `InvalidInput(…)` in our code."""
    for folder in ("models", "resolvers", "subscriptions", "web", "schema"):
        for file in ROOT.glob(f"{folder}/**/*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "InvalidInput":
                    yield ast.literal_eval(node.args[1])


def test_whatever_may_be_wrong_with_an_input_has_its_words():
    found = set(problems())
    assert {"phone", "email", "window-too-long"} <= found

    unknown = {it for it in found for language in LANGUAGES if not knows(f"invalid-{it}", language)}
    assert unknown == set()


def test_an_invalid_input_names_its_field_and_says_what_is_wrong():
    refusal = InvalidInput("email", "email")

    assert refusal.field == "email"
    assert refusal.message("da") == "E-mailadressen kan ikke være rigtig."


@pytest.mark.parametrize("kind", [NotFound, NotSignedIn])
def test_what_nobody_can_do_anything_about_is_no_refusal(kind):
    assert not issubclass(kind, Refused)


def test_what_is_logged_of_a_fault_is_where_and_what_kind_and_no_word_of_its_message():
    written = "-".join(("010165", "1234"))
    try:
        try:
            int(written)
        except ValueError as first:
            raise RuntimeError(written) from first
    except RuntimeError as fault:
        logged = without_data(fault)

    assert logged.endswith("RuntimeError ← ValueError")
    assert "test_refusals.py" in logged
    assert written not in logged
