"""Karen in the waiting room, and when it rings."""

import pytest

from models import Consultation
from tests.cast import NINE, a_check, put


@pytest.fixture
async def waiting(consultation: Consultation) -> Consultation:
    return await put(consultation, lambda it: it.enter(a_check(NINE), NINE))


@pytest.fixture
async def ringing(waiting: Consultation) -> Consultation:
    return await put(waiting, lambda it: it.call_in(NINE))
