"""C12: what is evidence of why nobody met, and what is not."""

from datetime import timedelta

from models import Appointment, Consultation
from models.consultation.states import Outcome
from models.device_check import PartResult
from tests.cast import NINE, a_check
from tests.models.on_paper import an_offer

YESTERDAY = NINE - timedelta(days=1)
THE_DAY_AFTER = NINE + timedelta(days=1)


async def checked(consultation, at):
    check = a_check(at, camera=PartResult.DENIED)
    check.consultation_id = consultation.id
    await check.save()


async def moved(consultation, service, now):
    """To the day after, as the patient does it."""
    own = await Appointment.whole(Appointment.filter(id=consultation.appointment_id))
    offer = an_offer(THE_DAY_AFTER, service)
    own.move(own.patient, offer, now, notice_seen=True)
    own.clinician_id = consultation.appointment.clinician_id
    own.step()
    assert await own.save_if_unchanged()
    for row in own.brought:
        if not row._saved_in_db:
            await row.save()


async def outcome(consultation):
    found = await Consultation.with_evidence(consultation.id)
    return found.outcome_by(found.evidence)


async def test_a_check_that_failed_is_evidence(consultation):
    assert await outcome(consultation) is Outcome.PATIENT_NO_SHOW

    await checked(consultation, NINE - timedelta(minutes=20))

    assert await outcome(consultation) is Outcome.TECHNICAL_FAILURE


async def test_one_from_before_it_was_moved_is_not(consultation, shoulder):
    await checked(consultation, NINE - timedelta(minutes=20))

    await moved(consultation, shoulder, NINE - timedelta(minutes=10))

    assert await outcome(consultation) is Outcome.PATIENT_NO_SHOW


async def test_one_from_the_moment_it_was_moved_is(consultation, shoulder):
    await moved(consultation, shoulder, NINE - timedelta(minutes=10))

    await checked(consultation, NINE - timedelta(minutes=10))

    assert await outcome(consultation) is Outcome.TECHNICAL_FAILURE
