"""Another patient's thing and a thing that never was: the same answer, after the same work.

The work is counted in statements, which is what the time goes into; PDF, calendar file and feed
have the same tests in tests/web.
"""

from datetime import timedelta

import pytest

from models import Appointment, AppointmentRequest, BookingConfirmation, Slot
from schema import schema
from tests.api.test_asking_for_a_time import WITHDRAW
from tests.api.test_booking import TOMORROW, slot
from tests.api.test_cancelling import CANCEL
from tests.api.test_holds import BOOK_HELD, RELEASE, RENEW
from tests.api.test_moving import MOVE
from tests.cast import NINE, booked, opening
from tests.counting import counting

READ = "mutation ($id: ID!) { markConfirmationRead(input: { confirmationId: $id }) { id } }"
ASKED = {
    "appointment": ("apt", "query ($id: ID!) { appointment(id: $id) { id } }"),
    "confirmation": ("cfm", "query ($id: ID!) { bookingConfirmation(id: $id) { id } }"),
    "node, an appointment": ("apt", "query ($id: ID!) { node(id: $id) { id } }"),
    "node, a request": ("req", "query ($id: ID!) { node(id: $id) { id } }"),
    "read": ("cfm", READ),
    "cancel": ("apt", CANCEL),
    "move": ("apt", MOVE),
    "book what is held": ("hold", BOOK_HELD.replace("$hold", "$id")),
    "renew": ("hold", RENEW.replace("$hold", "$id")),
    "release": ("hold", RELEASE.replace("$hold", "$id")),
    "withdraw": ("req", WITHDRAW.replace("$request", "$id")),
}


@pytest.fixture
async def karens(karen, knee, shoulder, holm):
    """One of each kind of thing that is Karen's."""
    await opening(holm)
    own = await booked(karen, knee, holm, TOMORROW, NINE)
    later = slot_of(knee, holm, TOMORROW + timedelta(hours=1))
    held = Appointment.held(karen, knee, later, NINE)
    await held.save()
    asked = AppointmentRequest.made(karen.id, shoulder.id, None, NINE)
    await asked.save()
    letter = await BookingConfirmation.get(appointment_id=own.id)
    return {"apt": own.id, "cfm": letter.id, "hold": held.id, "req": asked.id}


def slot_of(service, clinician, begins):
    return Slot(service.id, clinician.id, begins, begins + timedelta(minutes=30))


@pytest.mark.parametrize(("kind", "document"), ASKED.values(), ids=ASKED)
async def test_it_is_as_if_it_were_not(app_of, ole, karens, knee, holm, kind, document):
    app = await app_of(ole)
    theirs = karens[kind]
    nobodys = theirs[:-1] + ("0" if theirs[-1] != "0" else "1")

    answers = []
    for id in (theirs, nobodys):
        variables = {"id": id, "slot": slot(knee, holm, TOMORROW + timedelta(hours=2))}
        with counting() as statements:
            result = await schema.execute(document, variables, context_value=app.context)
        codes = [(error.message, error.extensions) for error in result.errors or []]
        answers.append((result.data, codes, len(statements)))

    assert answers[0] == answers[1]
    data, codes, _ = answers[0]
    assert not any((data or {}).values()), "nothing of it is shown"
    assert codes in ([], [("Not found.", {"code": "NOT_FOUND"})])
