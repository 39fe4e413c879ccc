"""R20: "når du har fået en tid": the patient asks, and a coordinator gives a time."""

import asyncio
from datetime import timedelta

import pytest

from models import (
    Appointment,
    AppointmentRequest,
    AuditEvent,
    BookingConfirmation,
    BookingMode,
    Clinician,
    Message,
    RequestState,
    Service,
)
from models.refused import NotYourRole
from tests.api.test_booking import TOMORROW, slot
from tests.cast import NINE, a_patient, booked, opening

ASK = """
  mutation ($service: ID!, $wishes: String, $key: String) {
    requestAppointment(input: { serviceId: $service, wishes: $wishes, idempotencyKey: $key }) {
      __typename
      ... on AppointmentRequest { id state wishes requestedAt appointment { id } }
      ... on AlreadyRequested { request { id } }
      ... on OtherWayIn { bookingMode }
      ... on NotBookable { hindrances }
      ... on Error { code message }
    }
  }
"""
WITHDRAW = """
  mutation ($request: ID!) {
    withdrawRequest(input: { requestId: $request }) {
      __typename
      ... on AppointmentRequest { state closedAt }
      ... on RequestClosed { state }
    }
  }
"""
ALLOCATE = """
  mutation ($request: ID!, $slot: ID!) {
    allocateTime(input: { requestId: $request, slotId: $slot }) {
      __typename
      ... on StaffAppointment { id startsAt }
      ... on PatientIsBusy { startsAt endsAt }
      ... on RequestClosed { state }
      ... on SlotTaken { alternatives { startsAt } }
      ... on Error { code message }
    }
  }
"""
DECLINE = """
  mutation ($request: ID!, $reason: String!) {
    declineRequest(input: { requestId: $request, reason: $reason }) {
      __typename
      ... on AppointmentRequest { state reason }
      ... on Error { code message }
    }
  }
"""
MINE = "{ myRequests { id state service { id } } }"
WAITING = """{ appointmentRequests { nodes { request { id wishes } patient { name } } } }"""


@pytest.fixture(autouse=True)
async def by_request(knee, holm):
    await opening(holm)
    await Service.filter(id=knee.id).update(booking_mode=BookingMode.REQUEST)


@pytest.fixture
async def asked(app_of, karen, knee):
    answer = await (await app_of(karen)).asks(ASK, service=knee.id, wishes="Helst om morgenen")
    return answer["id"]


async def test_a_patient_asks_for_a_time_and_waits(app_of, karen, knee, asked):
    assert await (await app_of(karen)).asks(MINE) == [
        {"id": asked, "state": "OPEN", "service": {"id": knee.id}}
    ]
    assert not await Appointment.exists()


async def test_asking_twice_leads_to_the_one_that_is_open(app_of, karen, knee, asked):
    answer = await (await app_of(karen)).asks(ASK, service=knee.id)

    assert (answer["__typename"], answer["request"]) == ("AlreadyRequested", {"id": asked})


async def test_of_several_tabs_one_asks(app_of, karen, knee):
    app = await app_of(karen)

    answers = await asyncio.gather(*(app.asks(ASK, service=knee.id) for _ in range(5)))

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["AlreadyRequested"] * 4 + ["AppointmentRequest"]
    assert await AppointmentRequest.all().count() == 1


async def test_the_same_key_is_the_same_request(app_of, karen, knee):
    app = await app_of(karen)

    first, second = [await app.asks(ASK, service=knee.id, key="once") for _ in range(2)]

    assert first == second
    assert first["__typename"] == "AppointmentRequest"
    other = await app.asks(ASK, service=knee.id, wishes="Fredag", key="once")
    assert other["__typename"] == "IdempotencyKeyReused"


async def test_a_time_that_one_chooses_oneself_is_not_asked_for(app_of, karen, doctor):
    answer = await (await app_of(karen)).asks(ASK, service=doctor.id)

    assert (answer["__typename"], answer["bookingMode"]) == ("OtherWayIn", "SELF")
    assert answer["message"] == "Du kan selv vælge en ledig tid."


async def test_whoever_may_not_have_it_may_not_ask_for_it(app_of, karen, knee):
    await Service.filter(id=knee.id).update(needs_referral=True)

    answer = await (await app_of(karen)).asks(ASK, service=knee.id)

    assert (answer["__typename"], answer["hindrances"]) == ("NotBookable", ["REFERRAL_MISSING"])


@pytest.mark.parametrize("wishes", ["x" * 501, "a\x1bb"])
async def test_wishes_are_short_and_plain(app_of, karen, knee, wishes):
    answer = await (await app_of(karen)).asks(ASK, service=knee.id, wishes=wishes)

    assert answer["__typename"] == "InvalidInput"


async def test_the_coordinator_sees_who_has_waited_longest_first(app_of, sara, knee, asked, clock):
    clock.goes(minutes=5)
    jens = await (await app_of(await a_patient("Jens Bo"))).asks(ASK, service=knee.id)

    found = await (await app_of(sara)).asks(WAITING)

    assert found["nodes"] == [
        {"request": {"id": asked, "wishes": "Helst om morgenen"}, "patient": {"name": "Karen Vig"}},
        {"request": {"id": jens["id"], "wishes": None}, "patient": {"name": "Jens Bo"}},
    ]


async def test_a_time_that_is_given_is_booked_exactly_as_one_that_is_chosen(
    app_of, karen, sara, knee, holm, asked
):
    answer = await (await app_of(sara)).asks(ALLOCATE, request=asked, slot=slot(knee, holm))

    assert answer["startsAt"] == "2026-03-03T08:00:00+00:00"
    own = await Appointment.get(id=answer["id"])
    letter = await BookingConfirmation.get(appointment_id=own.id)
    assert (own.patient_id, letter.patient_id, letter.edition) == (karen.id, karen.id, 1)
    assert [m.kind for m in await Message.filter(appointment_id=own.id)] == ["BOOKING_CONFIRMATION"]
    request = await AppointmentRequest.get(id=asked)
    assert (request.state, request.appointment_id) == (RequestState.ALLOCATED, own.id)
    assert (await AuditEvent.get(action="allocate_time")).actor == sara.id
    app = await app_of(karen)
    assert [it["state"] for it in await app.asks(MINE)] == ["ALLOCATED"]
    node = "query ($id: ID!) { node(id: $id) { ... on AppointmentRequest { appointment { id } } } }"
    assert await app.asks(node, id=asked) == {"appointment": {"id": own.id}}


async def test_giving_the_same_time_twice_is_giving_it_once(app_of, sara, knee, holm, asked):
    app = await app_of(sara)

    answers = [await app.asks(ALLOCATE, request=asked, slot=slot(knee, holm)) for _ in range(2)]

    assert answers[0] == answers[1]


async def test_of_two_coordinators_one_gives_a_time(app_of, sara, knee, holm, asked):
    app = await app_of(sara)
    later = slot(knee, holm, TOMORROW + timedelta(hours=1))

    answers = await asyncio.gather(
        app.asks(ALLOCATE, request=asked, slot=slot(knee, holm)),
        app.asks(ALLOCATE, request=asked, slot=later),
    )

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["RequestClosed", "StaffAppointment"]
    assert await Appointment.all().count() == 1


async def test_a_time_that_somebody_just_booked_leaves_the_request_open(
    app_of, ole, sara, knee, holm, asked
):
    await booked(ole, knee, holm, TOMORROW, NINE)

    answer = await (await app_of(sara)).asks(ALLOCATE, request=asked, slot=slot(knee, holm))

    assert (answer["__typename"], len(answer["alternatives"])) == ("SlotTaken", 3)
    assert (await AppointmentRequest.get(id=asked)).state is RequestState.OPEN


async def test_staff_are_told_that_the_patient_is_busy_and_not_what_with(
    app_of, karen, sara, knee, doctor, asked, dr_krag
):
    krag = await Clinician.get(id=dr_krag.clinician_id)
    await booked(karen, doctor, krag, TOMORROW, NINE)
    [holm] = await knee.clinicians.all()

    answer = await (await app_of(sara)).asks(ALLOCATE, request=asked, slot=slot(knee, holm))

    assert answer == {
        "__typename": "PatientIsBusy",
        "startsAt": "2026-03-03T08:00:00+00:00",
        "endsAt": "2026-03-03T08:30:00+00:00",
        "code": "PATIENT_IS_BUSY",
        "message": "Patienten har allerede en aftale på det tidspunkt.",
    }


async def test_a_time_of_another_service_is_not_what_was_asked_for(
    app_of, sara, doctor, holm, asked
):
    answer = await (await app_of(sara)).asks(ALLOCATE, request=asked, slot=slot(doctor, holm))

    assert answer["__typename"] == "SlotNotOffered"
    assert (await AppointmentRequest.get(id=asked)).state is RequestState.OPEN
    assert not await Appointment.exists()


async def test_whether_the_patient_may_have_it_is_for_the_coordinator_to_judge(
    app_of, karen, sara, knee, holm, asked
):
    """The referral came on paper after the patient had asked."""
    await Service.filter(id=knee.id).update(needs_referral=True, minimum_age=60)

    answer = await (await app_of(sara)).asks(ALLOCATE, request=asked, slot=slot(knee, holm))

    assert answer["__typename"] == "StaffAppointment"


async def test_a_patient_withdraws_or_is_given_a_time_and_not_both(
    app_of, karen, sara, knee, holm, asked
):
    answers = await asyncio.gather(
        (await app_of(karen)).asks(WITHDRAW, request=asked),
        (await app_of(sara)).asks(ALLOCATE, request=asked, slot=slot(knee, holm)),
    )

    kinds = {answer["__typename"] for answer in answers}
    assert kinds in ({"AppointmentRequest", "RequestClosed"}, {"RequestClosed", "StaffAppointment"})
    state = (await AppointmentRequest.get(id=asked)).state
    assert await Appointment.exists() is (state is RequestState.ALLOCATED)


async def test_a_request_is_declined_with_a_reason(app_of, karen, sara, asked):
    app = await app_of(sara)
    assert (await app.asks(DECLINE, request=asked, reason="  "))["__typename"] == "InvalidInput"

    answer = await app.asks(DECLINE, request=asked, reason="Ingen tider før maj")

    assert answer == {
        "__typename": "AppointmentRequest",
        "state": "DECLINED",
        "reason": "Ingen tider før maj",
    }
    mine = await (await app_of(karen)).asks("{ myRequests { state reason } }")
    assert mine == [{"state": "DECLINED", "reason": "Ingen tider før maj"}]


async def test_for_14_days_the_patient_sees_what_became_of_it(
    app_of, karen, sara, knee, asked, clock
):
    await (await app_of(sara)).asks(DECLINE, request=asked, reason="Ingen tider før maj")
    clock.goes(days=14)
    again = await (await app_of(karen)).asks(ASK, service=knee.id)
    app = await app_of(karen)

    async def shown():
        return [(it["id"], it["state"]) for it in await app.asks(MINE)]

    assert await shown() == [(again["id"], "OPEN"), (asked, "DECLINED")]
    clock.goes(seconds=1)
    assert await shown() == [(again["id"], "OPEN")]


async def test_only_coordinators_give_times(app_of, dr_holm, knee, holm, asked):
    """A clinician sees patients; who gets which time is the coordinators'."""
    app = await app_of(dr_holm)

    assert await app.refused(WAITING) == "NOT_YOUR_ROLE"
    assert await app.refused(ALLOCATE, request=asked, slot=slot(knee, holm)) == "NOT_YOUR_ROLE"
    assert await app.refused(DECLINE, request=asked, reason="Nej") == "NOT_YOUR_ROLE"
    said = NotYourRole().message("da")
    assert said == "Det er koordinatorernes opgave. Spørg en af dem."


async def test_another_patients_request_is_not_found(app_of, ole, asked):
    assert await (await app_of(ole)).refused(WITHDRAW, request=asked) == "NOT_FOUND"
    assert (await AppointmentRequest.get(id=asked)).state is RequestState.OPEN
