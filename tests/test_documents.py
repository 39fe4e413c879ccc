"""The journey's documents: each is valid, is answered, and costs no more SQL than we know of."""

from contextlib import aclosing
from datetime import timedelta
from functools import partial

import pytest
from graphql import build_schema, parse, validate

from integrations.mitid import SignIn
from models import (
    Appointment,
    AppointmentRequest,
    BookingConfirmation,
    BookingMode,
    Clinician,
    Consultation,
    FollowUp,
    MediaSession,
    Participant,
    Service,
)
from models.change import By
from models.media.joining import join
from models.slot import Slot
from schema import schema
from tests.cast import NINE, a_check, opening, put
from tests.counting import counting
from web.journey import documents

STATEMENTS = {
    # Who asks costs one. Each number was counted: a larger one needs a reason, a smaller one a
    # new number. Where staff are shown patients, one writes down whom.
    "01-consent-texts": 2,
    "02-give-consent": 3,
    "03-begin-sign-in": 2,
    "04-my-profile": 8,
    "05-update-contact-details": 8,
    "06-front-page": 8,
    "07-free-times": 7,
    "08-book-appointment": 20,
    "09-booking-confirmations": 2,
    "10-read-confirmation": 3,
    "11-my-appointments": 3,
    "12-check-equipment": 7,
    "13-waiting-room": 5,
    "14-enter-waiting-room": 9,
    "15-clinician-queue": 8,
    # With the invitation comes the message that is owed if nobody sees it.
    "16-call-in": 7,
    "17-accept-consultation": 7,
    "18-end-consultation": 7,
    "20-leave-waiting-room": 7,
    # With each promise come the attempts to keep it.
    "21-follow-ups": 4,
    "22-resolve-follow-up": 6,
    "23-hold-time": 15,
    "24-book-held-time": 22,
    "25-move-appointment": 22,
    "26-cancel-appointment": 7,
    "27-request-appointment": 12,
    "28-appointment-requests": 3,
    "29-allocate-time": 20,
    "30-clinician-day": 4,
    "31-block-time": 5,
    "32-free-times-live": 10,
    "40-join-media": 13,
    "41-media-signals": 5,
    "42-report-media": 8,
    # A renewal costs one; this one is news, and told.
    "33-heartbeat": 3,
    "34-acknowledge-invitation": 7,
    "35-announce-delay": 5,
    "36-take-over": 8,
    "37-colleagues-queue": 5,
}
"""What each document costs, by its name."""

STAFF = ("15", "16", "18", "21", "22", "30", "31", "35")
COLLEAGUE = ("36", "37")
COORDINATOR = ("28", "29")
BEFORE = dict.fromkeys(("25", "26"), NINE - timedelta(days=2))
"""What is done well before the appointment."""

TALKING = ("18", "40", "41", "42")

SIGNED_OUT = ("01", "02", "03")


def test_every_document_is_counted():
    assert set(STATEMENTS) == {document.name for document in documents()}


@pytest.mark.parametrize("document", documents(), ids=lambda d: d.name)
def test_every_document_is_valid(document):
    assert validate(build_schema(schema.as_str()), parse(document.text)) == []


@pytest.mark.parametrize("document", documents(), ids=lambda d: d.name)
async def test_every_document_is_answered(
    document,
    app_of,
    karen,
    dr_holm,
    sara,
    consultation,
    holm,
    shoulder,
    clock,
    outside,
    dr_krag,
):
    number = document.name[:2]
    await opening(holm)
    await so_far(number, consultation, outside.hub)
    app = await app_of(asker(number, karen, dr_holm, sara, dr_krag))
    await shoulder.clinicians.add(await Clinician.get(id=dr_krag.clinician_id))
    variables = await filled_in(number, app, consultation, shoulder, holm)
    clock.goes({"20": NINE + timedelta(minutes=11), **BEFORE}.get(number, NINE))

    with counting() as statements:
        if "subscription" in document.text:
            async with aclosing(await app.follows(document.text, **variables)) as stream:
                assert (await anext(stream)).errors is None
        else:
            said = await app.reads(document.text, **variables)
            assert not any("code" in answer for answer in said.values()), said

    assert len(statements) == STATEMENTS[document.name], "\n".join(statements)


def asker(number, karen, dr_holm, sara, dr_krag):
    if number in SIGNED_OUT:
        return None
    if number in COLLEAGUE:
        return dr_krag
    return sara if number in COORDINATOR else dr_holm if number in STAFF else karen


async def so_far(number, consultation, bus):
    """What happened in the journey before this document."""
    if number in BEFORE:
        return
    check = a_check(NINE)
    check.consultation_id = consultation.id
    await check.save()
    acts = [lambda it: it.enter(check, NINE)] if number >= "15" else []
    if number in ("17", "34", *TALKING):
        acts.append(lambda it: it.call_in(NINE))
    if number in TALKING:
        acts.append(lambda it: it.accept(it.invitation_id, NINE))
    if number in ("21", "22"):
        acts.append(lambda it: it.leave(NINE + timedelta(minutes=11)))
    it = await put(consultation, *acts)
    if number in ("41", "42"):
        for one in Participant:
            by = By("journey", "join_media", NINE, bus)
            await join(
                partial(Consultation.whole, Consultation.filter(id=it.id)), one, by, start=True
            )


async def filled_in(number, app, consultation, service, clinician):
    """The variables, as the journey would have them."""
    if number == "03":
        app.context.outside.providers.update(dict.fromkeys(app.context.outside.providers, Broker()))
        ticket = await app.asks(documents()[1].text)
        return {"ticket": ticket["id"]}
    later = NINE + timedelta(days=1)
    slot = Slot(service.id, clinician.id, later, later + timedelta(minutes=30))
    letter = await BookingConfirmation.get(appointment_id=consultation.appointment_id)
    promise = await FollowUp.first()
    session = await MediaSession.get_or_none(participant=Participant.PATIENT)
    now = await Consultation.get(id=consultation.id)
    by_request = number in ("27", "28", "29")
    if by_request:
        await Service.filter(id=service.id).update(booking_mode=BookingMode.REQUEST)
    karen = consultation.appointment.patient
    hold = Appointment.held(karen, service, slot, NINE)
    if number == "24":
        await hold.save()
    request = AppointmentRequest.made(karen.id, service.id, None, NINE)
    if number in COORDINATOR:
        await request.save()
    own = consultation.appointment_id
    ids = {"10": letter.id, "22": promise and promise.id, "25": own, "26": own}
    return {
        "hold": hold.id,
        "request": request.id,
        "day": "2026-03-02",
        "reason": "Møde",
        "connection": "tab",
        "id": ids.get(number, consultation.id),
        "phone": "20 12 34 57",
        "service": service.id,
        "from": "2026-03-05T12:00:00Z" if number == "31" else "2026-03-02",
        "to": "2026-03-05T13:00:00Z" if number == "31" else "2026-03-08",
        "slot": slot.id,
        "invitation": now.invitation_id,
        "session": session and session.id,
        "connected": True,
    }


class Broker:
    """An identity provider that is not asked anything here."""

    async def authorize_url(self, sign_in: SignIn, redirect_uri: str, language: str) -> str:
        return f"https://broker.test/authorize?state={sign_in.state}"
