"""R17–R20, R25–R30: what a booking is, what comes with it, who may book, and what is active."""

from collections import Counter
from datetime import date, timedelta

import pytest

from models import Appointment, BookingConfirmation, Consultation, Message, Modality, ServiceKind
from models.appointment import ACTIVE_UNTIL_AFTER_END, AppointmentState
from models.consultation.states import State
from models.contact import Channel
from models.course import CourseState
from models.follow_up import FollowUp, FollowUpReason, FollowUpState, Resolution
from models.follow_up.states import LIVE
from models.patient import ADULT
from tests.cast import NINE, put
from tests.models.on_paper import YESTERDAY, a_service, booked, karen

A_MILLISECOND = timedelta(milliseconds=1)
BOOKED, FULFILLED = AppointmentState.BOOKED, AppointmentState.FULFILLED
CANCELLED, HELD = AppointmentState.CANCELLED, AppointmentState.HELD
NO_SHOW, NOT_HELD = AppointmentState.NO_SHOW, AppointmentState.NOT_HELD
ENDS_AT = NINE + timedelta(minutes=30)
FIFTEEN_AFTER_THE_END = NINE + timedelta(minutes=45)


def brought_by(appointment):
    return Counter(type(row) for row in appointment.brought)


def test_a_booking_by_video_comes_with_a_room_a_confirmation_and_two_messages():
    appointment = booked()

    assert appointment.is_by_video
    assert brought_by(appointment) == {Consultation: 1, BookingConfirmation: 1, Message: 2}
    about = {getattr(row, "appointment_id", None) for row in appointment.brought}
    assert about == {appointment.id}


def test_a_booking_at_the_hospital_comes_with_a_place_and_no_room():
    appointment = booked(a_service(Modality.IN_PERSON))

    assert not appointment.is_by_video
    assert brought_by(appointment) == {BookingConfirmation: 1, Message: 1}
    assert appointment.location_id == "cln_ringsted"


def test_a_booking_by_video_has_no_place_to_go_to():
    assert booked().location_id is None


def test_a_booking_is_for_the_time_that_was_chosen():
    appointment = booked()

    assert (appointment.starts_at, appointment.ends_at) == (NINE, ENDS_AT)
    assert (appointment.patient_id, appointment.clinician_id) == ("pat_karen", "cli_holm")
    assert (appointment.service_id, appointment.booked_at) == ("srv_shoulder", YESTERDAY)
    assert (appointment.state, appointment.schedule_version) == (BOOKED, 1)


def test_only_while_it_is_held_or_booked_it_takes_the_time():
    appointment = booked()
    occupies = {}

    for state in AppointmentState:
        appointment.state = state
        occupies[state] = appointment.occupies

    assert {state for state, takes in occupies.items() if takes} == {HELD, BOOKED}


def test_a_booking_that_was_held_is_fulfilled():
    appointment = booked()

    appointment.fulfil()

    assert appointment.state is FULFILLED


def test_a_booking_is_told_to_the_patient_and_the_clinicians_queue():
    assert booked().topics == [
        "patient:pat_karen",
        "queue:cli_holm",
        "availability:cli_holm",
    ]


def test_a_service_is_for_those_of_fifteen_and_older_unless_it_says_otherwise():
    assert a_service().minimum_age == 15


@pytest.mark.parametrize(
    ("now", "informed"),
    [(NINE - timedelta(hours=10, milliseconds=1), True), (NINE - timedelta(hours=10), False)],
    ids=["the day before", "from midnight in Denmark"],
)
def test_the_guardian_is_informed_until_the_eighteenth_birthday(now, informed):
    ida = karen(born_on=date(2008, 3, 2))

    assert ADULT == 18
    assert ida.guardian_is_informed(now) is informed


def test_of_whom_we_do_not_know_the_age_no_guardian_is_informed():
    assert not karen(born_on=None).guardian_is_informed(NINE)


async def test_the_first_appointment_of_its_kind_opens_a_course_of_treatment(karen, consultation):
    [course] = await karen.courses.all()

    assert (course.kind, course.state) == (ServiceKind.SPECIALIST, CourseState.ACTIVE)
    assert consultation.appointment.course_id == course.id


async def test_while_the_course_is_active_the_patient_is_in_treatment(karen, ole, consultation):
    assert await karen.in_course()
    assert not await ole.in_course()

    await karen.courses.all().update(state=CourseState.ENDED)

    assert not await karen.in_course()


async def active(patient, now):
    rows = await patient.appointments.filter(Appointment.active(now))
    return {row.id for row in rows} != set()


async def test_a_booking_is_active_until_fifteen_minutes_after_its_end(karen, consultation):
    assert timedelta(minutes=15) == ACTIVE_UNTIL_AFTER_END

    assert await active(karen, FIFTEEN_AFTER_THE_END - A_MILLISECOND)
    assert not await active(karen, FIFTEEN_AFTER_THE_END)


@pytest.mark.parametrize("state", [FULFILLED, CANCELLED, NO_SHOW, NOT_HELD])
async def test_what_was_held_or_never_will_be_is_not_active(karen, consultation, state):
    await Appointment.filter(id=consultation.appointment_id).update(state=state)

    assert not await active(karen, NINE - timedelta(hours=1))


@pytest.mark.parametrize("state", State)
async def test_while_the_patient_is_there_it_is_active_however_late(karen, consultation, state):
    await Consultation.filter(id=consultation.id).update(state=state)

    is_there = state in (State.WAITING, State.CLINICIAN_READY, State.IN_PROGRESS)
    assert await active(karen, NINE + timedelta(hours=3)) is is_there


ON_THE_PROMISE = {
    FollowUpState.OPEN: lambda promise, sara: None,
    FollowUpState.ASSIGNED: lambda promise, sara: promise.assign(sara, NINE),
    FollowUpState.CONTACTED: lambda promise, sara: promise.record_attempt(
        sara, Channel.PHONE, True, None, NINE
    ),
    FollowUpState.RESOLVED: lambda promise, sara: promise.resolve(Resolution.PHONE, sara.id, NINE),
    FollowUpState.WITHDRAWN: lambda promise, sara: promise.withdraw(NINE),
}


@pytest.mark.parametrize("consultation_state", [State.LEFT, State.ENDED])
@pytest.mark.parametrize("state", FollowUpState)
async def test_until_we_have_helped_the_patient_it_is_active(
    karen, sara, consultation, state, consultation_state
):
    await Consultation.filter(id=consultation.id).update(state=consultation_state)
    promise = FollowUp.promised(consultation.id, FollowUpReason.DELAY, NINE)
    ON_THE_PROMISE[state](promise, sara)
    await promise.save()

    assert promise.state is state
    assert await active(karen, NINE + timedelta(days=1)) is (state in LIVE)


async def test_whoever_left_early_has_no_active_booking_afterwards(karen, consultation):
    await Consultation.filter(id=consultation.id).update(state=State.WAITING)
    await put(consultation, lambda it: it.leave(NINE, even_if_not_late=True))

    assert await active(karen, FIFTEEN_AFTER_THE_END - A_MILLISECOND)
    assert not await active(karen, FIFTEEN_AFTER_THE_END)


async def test_what_is_active_for_one_patient_is_not_for_another(karen, ole, consultation):
    assert await active(karen, NINE)

    assert not await active(ole, NINE)
