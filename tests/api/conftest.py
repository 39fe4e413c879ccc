"""Karen's consultation with Dr. Holm at nine, at each point of its way."""

import pytest

from models import Consultation
from models.consultation.states import Outcome
from tests.cast import NINE, a_check, put


@pytest.fixture
async def waiting(consultation: Consultation) -> Consultation:
    """She is in the waiting room."""
    check = a_check()
    check.consultation_id = consultation.id
    await check.save()
    return await put(consultation, lambda it: it.enter(check, NINE))


@pytest.fixture
async def ringing(waiting: Consultation) -> Consultation:
    """Dr. Holm is ready, at nine sharp."""
    return await put(waiting, lambda it: it.call_in(NINE))


@pytest.fixture
async def talking(ringing: Consultation) -> Consultation:
    return await put(ringing, lambda it: it.accept(it.invitation_id, NINE))


@pytest.fixture
async def ended(talking: Consultation) -> Consultation:
    return await put(talking, lambda it: it.end(Outcome.COMPLETED, NINE))
