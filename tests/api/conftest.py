"""Karen's consultation with Dr. Holm at nine, at each point of its way."""

from collections.abc import Awaitable, Callable

import pytest

from models import Consultation
from models.consultation.states import Outcome, State
from tests.cast import NINE, a_check, put

WAY = {
    State.WAITING: lambda it: it.enter(a_check(), NINE),
    State.CLINICIAN_READY: lambda it: it.call_in(NINE),
    State.IN_PROGRESS: lambda it: it.accept(it.invitation_id, NINE),
    State.ENDED: lambda it: it.end(Outcome.COMPLETED, NINE),
}

Brought = Callable[[State], Awaitable[Consultation]]


@pytest.fixture
def brought_to(consultation: Consultation) -> Brought:
    """`await brought_to(State.WAITING)`: all that comes before has happened, at nine sharp."""

    async def brought_to(state: State) -> Consultation:
        states = [State.SCHEDULED, *WAY]
        acts = [WAY[one] for one in states[1 : states.index(state) + 1]]
        return await put(consultation, *acts)

    return brought_to


@pytest.fixture
async def waiting(brought_to: Brought) -> Consultation:
    """She is in the waiting room."""
    return await brought_to(State.WAITING)


@pytest.fixture
async def ringing(brought_to: Brought) -> Consultation:
    """Dr. Holm is ready, and it rings at Karen's."""
    return await brought_to(State.CLINICIAN_READY)


@pytest.fixture
async def talking(brought_to: Brought) -> Consultation:
    return await brought_to(State.IN_PROGRESS)
