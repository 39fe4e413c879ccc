"""AP4–AP7: the clinic cancels and moves appointments, and says whether the patient came."""

from contextlib import aclosing
from datetime import timedelta

import pytest

from models import (
    Appointment,
    AppointmentState,
    AuditEvent,
    BookingConfirmation,
    Clinician,
    Message,
    MessageKind,
)
from models.deep_link import Links
from models.outbox import send_some
from tests.api.test_booking import TOMORROW, slot
from tests.api.test_calendars import BLOCK, MORNING
from tests.cast import NINE, booked, opening

CANCEL = """
  mutation ($id: ID!, $reason: String! = "Behandleren er syg") {
    cancelForPatient(input: { appointmentId: $id, reason: $reason }) {
      __typename
      ... on StaffAppointment { id state cancelledBy cancelReason }
      ... on InvalidInput { field }
      ... on Error { code message }
    }
  }
"""
MOVE = """
  mutation ($id: ID!, $slot: ID!) {
    moveForPatient(input: { appointmentId: $id, slotId: $slot }) {
      __typename
      ... on StaffAppointment { id startsAt clinician { name } room location { name } }
      ... on PatientIsBusy { startsAt }
      ... on Error { code message }
    }
  }
"""
ATTENDED = """
  mutation ($id: ID!, $attended: Boolean!) {
    recordAttendance(input: { appointmentId: $id, attended: $attended }) {
      __typename
      ... on StaffAppointment { state }
      ... on Error { code message }
    }
  }
"""
MINE = "query ($id: ID!) { appointment(id: $id) { state cancelledBy cancelReason startsAt } }"
AN_HOUR_LATER = TOMORROW + timedelta(hours=1)


@pytest.fixture(autouse=True)
async def open_hours(holm):
    await opening(holm)


@pytest.fixture
async def own(karen, knee, holm):
    """Karen's at the hospital, tomorrow at nine in Denmark."""
    return await booked(karen, knee, holm, TOMORROW, NINE)


async def texts_at(now):
    said = []

    async def send(text, now):
        said.append(text)
        return "id"

    while await send_some(send, Links(b"a key", "https://online.test"), now):
        pass
    return said


@pytest.mark.parametrize("is_clinicians", [False, True])
async def test_the_clinic_cancels_and_says_why(app_of, karen, sara, dr_holm, own, is_clinicians):
    staff = dr_holm if is_clinicians else sara

    answer = await (await app_of(staff)).asks(CANCEL, id=own.id)

    off = {"state": "CANCELLED", "cancelledBy": "CLINIC", "cancelReason": "Behandleren er syg"}
    assert answer == {"__typename": "StaffAppointment", "id": own.id, **off}
    seen = await (await app_of(karen)).asks(MINE, id=own.id)
    assert seen == off | {"startsAt": "2026-03-03T08:00:00+00:00"}
    event = await AuditEvent.get(action="cancel_for_patient")
    assert (event.actor, event.subject) == (staff.id, own.id)


async def test_the_patient_is_told_by_text_message_and_of_nothing_else_any_more(
    app_of, sara, karen, own
):
    await (await app_of(sara)).asks(CANCEL, id=own.id)

    [text] = await texts_at(NINE)

    assert text.to == "+4520123456"
    assert text.text.startswith("Din aftale tirsdag 3. marts kl. 09.00 er aflyst. Log ind og se: ")
    resolve = "query ($token: String!) { resolveDeepLink(token: $token) { state } }"
    token = text.text.rpartition("/l/")[2]
    assert (await (await app_of(karen)).asks(resolve, token=token)) == {"state": "CANCELLED"}


async def test_cancelling_twice_tells_once(app_of, sara, own):
    app = await app_of(sara)

    first, second = [await app.asks(CANCEL, id=own.id) for _ in range(2)]

    assert first == second
    assert await Message.filter(kind=MessageKind.CANCELLED).count() == 1


async def test_without_a_reason_nothing_is_cancelled(app_of, sara, own):
    answer = await (await app_of(sara)).asks(CANCEL, id=own.id, reason=" ")

    assert (answer["__typename"], answer["field"]) == ("InvalidInput", "reason")


async def test_another_clinicians_appointment_is_not_found(app_of, dr_krag, knee, holm, own):
    app = await app_of(dr_krag)

    assert await app.refused(CANCEL, id=own.id) == "NOT_FOUND"
    later = slot(knee, holm, AN_HOUR_LATER)
    assert await app.refused(MOVE, id=own.id, slot=later) == "NOT_FOUND"
    assert await app.refused(ATTENDED, id=own.id, attended=True) == "NOT_FOUND"


async def test_what_is_merely_held_is_not_found(app_of, sara, karen, knee, holm):
    held = Appointment.held(karen, knee, (await booked(karen, knee, holm, NINE, NINE)).slot, NINE)
    held.starts_at, held.ends_at = TOMORROW, AN_HOUR_LATER
    await held.save()

    assert await (await app_of(sara)).refused(CANCEL, id=held.id) == "NOT_FOUND"


async def test_a_patient_in_conversation_is_not_cancelled(app_of, dr_holm, talking):
    answer = await (await app_of(dr_holm)).asks(CANCEL, id=talking.appointment_id)

    assert (answer["__typename"], answer["message"]) == (
        "ActionNotAllowed",
        "Patienten er i venteværelset eller i samtale.",
    )


WATCH = """
  subscription ($id: ID!) { waitingRoom(consultationId: $id) { consultation { state } } }
"""


async def test_a_patient_who_waits_sees_it_at_once(app_of, karen, sara, waiting):
    app = await app_of(karen)
    async with aclosing(await app.follows(WATCH, id=waiting.id)) as stream:
        await anext(stream)

        await (await app_of(sara)).asks(CANCEL, id=waiting.appointment_id)

        # It ends when there is nothing left to wait for.
        seen = [result.data["waitingRoom"]["consultation"]["state"] async for result in stream]
        assert seen[-1] == "CANCELLED"


async def test_the_clinic_moves_it_and_a_new_confirmation_is_sent(
    app_of, sara, karen, knee, holm, own, clock
):
    """An hour before: no notice is asked for."""
    clock.goes(TOMORROW - timedelta(hours=1))

    answer = await (await app_of(sara)).asks(MOVE, id=own.id, slot=slot(knee, holm, AN_HOUR_LATER))

    assert answer == {
        "__typename": "StaffAppointment",
        "id": own.id,
        "startsAt": "2026-03-03T09:00:00+00:00",
        "clinician": {"name": "Dr. Mette Holm"},
        "room": None,
        "location": {"name": "Aleris Ringsted"},
    }
    assert [it.edition for it in await BookingConfirmation.all().order_by("edition")] == [1, 2]
    [text] = await texts_at(clock())
    assert "kl. 10.00" in text.text
    assert (await AuditEvent.get(action="move_for_patient")).actor == sara.id


async def test_a_clinician_gives_nobody_away_into_a_colleagues_calendar(
    app_of, sara, dr_holm, dr_krag, knee, own
):
    krag = await Clinician.get(id=dr_krag.clinician_id)
    await knee.clinicians.add(krag)
    await opening(krag)
    krags = slot(knee, krag, AN_HOUR_LATER)

    assert await (await app_of(dr_holm)).refused(MOVE, id=own.id, slot=krags) == "NOT_FOUND"
    moved = await (await app_of(sara)).asks(MOVE, id=own.id, slot=krags)
    assert moved["clinician"] == {"name": "Jens Krag"}


async def test_moving_it_twice_to_the_same_time_is_moving_it_once(app_of, sara, knee, holm, own):
    app, later = await app_of(sara), slot(knee, holm, AN_HOUR_LATER)

    answers = [await app.asks(MOVE, id=own.id, slot=later) for _ in range(2)]

    assert answers[0] == answers[1]
    assert (await Appointment.get(id=own.id)).schedule_version == 2


async def test_over_another_appointment_of_the_patients_it_is_not_moved(
    app_of, sara, karen, knee, doctor, holm, dr_krag, own
):
    other = await booked(karen, doctor, await dr_krag.clinician, AN_HOUR_LATER, NINE)

    answer = await (await app_of(sara)).asks(MOVE, id=own.id, slot=slot(knee, holm, AN_HOUR_LATER))

    assert answer["__typename"] == "PatientIsBusy"
    assert answer["startsAt"] == other.starts_at.isoformat()


async def test_whom_the_clinic_moves_makes_room_for_what_it_blocks(app_of, sara, knee, holm, own):
    app = await app_of(sara)
    assert (await app.asks(BLOCK, clinician=holm.id, **MORNING))["__typename"] == "TimeIsBooked"

    await app.asks(MOVE, id=own.id, slot=slot(knee, holm, AN_HOUR_LATER))

    assert (await app.asks(BLOCK, clinician=holm.id, **MORNING))["__typename"] == "BlockedTime"


DAY = """
  query ($day: Date! = "2026-03-03", $of: ID) {
    clinicianDay(day: $day, clinicianId: $of) {
      entries { appointment { allowedActions { action allowed allowedFrom reason notice } } }
    }
  }
"""


async def test_staff_are_told_what_they_may_do_and_why_not(app_of, sara, dr_holm, holm, own):
    for staff, of in ((sara, holm.id), (dr_holm, None)):
        day = await (await app_of(staff)).asks(DAY, of=of)

        [entry] = day["entries"]
        move, cancel, record = entry["appointment"]["allowedActions"]
        yes = {"allowed": True, "allowedFrom": None, "reason": None, "notice": None}
        assert (move, cancel) == ({"action": "MOVE"} | yes, {"action": "CANCEL"} | yes)
        assert record == {
            "action": "RECORD_ATTENDANCE",
            "allowed": False,
            "allowedFrom": own.starts_at.isoformat(),
            "reason": "Aftalen er ikke begyndt endnu.",
            "notice": None,
        }


async def test_reception_says_whether_the_patient_came_and_may_correct_it(app_of, sara, own, clock):
    early = await (await app_of(sara)).asks(ATTENDED, id=own.id, attended=False)
    assert (early["code"], early["message"]) == (
        "ATTENDANCE_NOT_RECORDED",
        "Aftalen er ikke begyndt endnu.",
    )
    clock.goes(TOMORROW)
    app = await app_of(sara)

    seen = [await app.asks(ATTENDED, id=own.id, attended=came) for came in (False, True)]

    assert [it["state"] for it in seen] == ["NO_SHOW", "FULFILLED"]
    assert (await Appointment.get(id=own.id)).state is AppointmentState.FULFILLED
    assert await AuditEvent.filter(action="record_attendance", actor=sara.id).count() == 2
