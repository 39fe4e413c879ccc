"""Staff see of a patient's appointment what the work needs: no letters and no prices."""

from datetime import timedelta

from graphql import GraphQLUnionType, get_named_type, is_interface_type, is_object_type

from models import AppointmentRequest, BookingMode, Service
from models.consultation.states import State
from tests.api.test_booking import TOMORROW
from tests.api.test_who_may import CONTRACT, ROOTS, STAFFS
from tests.cast import NINE, booked, put

PATIENTS_ONLY = {"Consultation.appointment", "AppointmentRequest.appointment"}
"""Staff come across these, and they are refused to them."""

OF_THE_PATIENT = {"Appointment", "BookingConfirmation", "Patient", "ContactDetails", "Hold"}


def below(type_):
    """What can be asked for on it."""
    if isinstance(type_, GraphQLUnionType):
        return [(None, one) for one in type_.types]
    if is_interface_type(type_):
        return [(None, one) for one in CONTRACT.get_possible_types(type_)]
    if is_object_type(type_):
        return [(f"{type_.name}.{n}", get_named_type(f.type)) for n, f in type_.fields.items()]
    return []


def seen_by_staff():
    """Each field, with its type, that leads on from a root field of theirs."""
    waiting = [get_named_type(ROOTS[k].fields[n].type) for k in ROOTS for n in STAFFS[k]]
    met, fields = set(waiting), {}
    while waiting:
        for name, type_ in below(waiting.pop()):
            fields[name] = type_.name
            if type_ not in met and name not in PATIENTS_ONLY:
                met.add(type_)
                waiting.append(type_)
    return fields


def test_nothing_that_staff_ask_for_leads_to_what_is_the_patients():
    fields = seen_by_staff()
    assert fields["DayEntry.appointment"] == "StaffAppointment"

    leading = {name for name, type_ in fields.items() if type_ in OF_THE_PATIENT}

    assert leading == PATIENTS_ONLY


CLOSED = "{ closedConsultations { nodes { consultation { appointment { id } } } } }"
CLOSED_FOR_STAFF = "{ closedConsultations { nodes { appointment { id state } } } }"


async def test_a_consultations_appointment_is_refused_to_its_clinician(
    app_of, dr_holm, consultation
):
    consultation.state, consultation.closed_at = State.ENDED, NINE
    await consultation.save()
    app = await app_of(dr_holm)

    assert await app.refused(CLOSED) == "NOT_SIGNED_IN"
    assert await app.asks(CLOSED_FOR_STAFF) == {
        "nodes": [{"appointment": {"id": consultation.appointment_id, "state": "BOOKED"}}]
    }


async def test_also_to_one_who_is_signed_in_as_another_patient(app_of, dr_holm, ole, consultation):
    consultation.state, consultation.closed_at = State.ENDED, NINE
    await consultation.save()
    both, patient = await app_of(dr_holm), await app_of(ole)
    both.context.tokens.sessions.extend(patient.context.tokens.sessions)

    assert await both.refused(CLOSED) == "NOT_FOUND"


REQUESTS = """
  { appointmentRequests(state: ALLOCATED) { nodes { request { appointment { id } } } } }
"""
REQUESTS_FOR_STAFF = "{ appointmentRequests(state: ALLOCATED) { nodes { appointment { id } } } }"


async def test_a_requests_appointment_is_refused_to_the_coordinator(
    app_of, karen, sara, knee, holm
):
    await Service.filter(id=knee.id).update(booking_mode=BookingMode.REQUEST)
    given = await booked(karen, knee, holm, TOMORROW, NINE)
    request = AppointmentRequest.made(karen.id, knee.id, None, NINE)
    request.allocate(given, sara.id, NINE)
    await request.save()
    app = await app_of(sara)

    assert await app.refused(REQUESTS) == "NOT_SIGNED_IN"
    assert await app.asks(REQUESTS_FOR_STAFF) == {"nodes": [{"appointment": {"id": given.id}}]}


FOLLOWED = "{ followUps { nodes { appointment { id consultation { state } } } } }"


async def test_where_a_consultation_stands_only_its_clinician_sees(
    app_of, dr_holm, dr_krag, sara, waiting
):
    await put(waiting, lambda it: it.leave(NINE + timedelta(minutes=11)))

    async def sees(who):
        [case] = (await (await app_of(who)).asks(FOLLOWED))["nodes"]
        assert case["appointment"]["id"] == waiting.appointment_id
        return case["appointment"]["consultation"]

    assert [await sees(who) for who in (dr_holm, dr_krag, sara)] == [{"state": "LEFT"}, None, None]
