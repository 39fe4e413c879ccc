"""Karen's consultation with Dr. Holm at nine, at each point of its way; and texts that change."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from models import Consent, Consultation, LegalText, TextKind
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


@pytest.fixture
async def publishes(db: None) -> AsyncIterator[Callable[[TextKind], Awaitable[None]]]:
    """`await publishes(TextKind.APP_USE)`: its next version, in both languages, until the end."""
    published: list[LegalText] = []

    async def publishes(kind: TextKind) -> None:
        for language in ("da", "en"):
            now = await LegalText.current(kind, language)
            version = now.text_version + 1
            text = LegalText(
                id=f"{kind}-{version}-{language}",
                kind=kind,
                text_version=version,
                language=language,
                title=now.title,
                body=f"{now.body} Nyt.",
                sha256=LegalText.digest(now.title, f"{now.body} Nyt."),
            )
            await text.save()
            published.append(text)

    yield publishes
    ids = [text.id for text in published]
    await Consent.filter(text_id__in=ids).delete()
    await LegalText.filter(id__in=ids).delete()
