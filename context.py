"""What one request, or one live connection, knows: who asks, the time, and the outside world."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self, TypeVar

import strawberry

from integrations.broadcast import Hub
from integrations.clock import Clock
from integrations.mitid import IdentityProvider
from integrations.sms import Sms
from models import Patient, Session, StaffMember
from models.change import By
from models.change import change as _change
from models.cpr import Vault
from models.refused import NotSignedIn
from models.session import Provider
from models.texts import DANISH
from models.versioned import Versioned
from settings import Settings

V = TypeVar("V", bound=Versioned)


@dataclass(frozen=True)
class Outside:
    """What is plugged in once for the whole process."""

    settings: Settings
    now: Clock
    hub: Hub
    sms: Sms
    vault: Vault
    providers: dict[Provider, IdentityProvider]
    staff_provider: IdentityProvider

    def provider(self, provider: Provider | None) -> IdentityProvider:
        """The one that patients chose, or the staff's."""
        return self.staff_provider if provider is None else self.providers[provider]


@dataclass
class Tokens:
    """What the asker showed. Each token opens one session, of a patient or of staff."""

    sessions: list[str] = field(default_factory=list)
    browser: str | None = None
    """The secret that a consent ticket is bound to, before anybody is signed in."""


@dataclass
class Context:
    outside: Outside
    tokens: Tokens
    language: str = DANISH
    connection_params: dict[str, object] | None = None
    cookies: dict[str, str | None] = field(default_factory=dict)
    """What the answer is to set in the browser, by name; None: take it away."""
    patient_session: Session | None = None
    staff_session: Session | None = None

    def now(self) -> datetime:
        return self.outside.now()

    @property
    def settings(self) -> Settings:
        return self.outside.settings

    @property
    def hub(self) -> Hub:
        return self.outside.hub

    @property
    def patient(self) -> Patient:
        """The signed-in patient. Asking for it *is* the check, so no resolver can forget it."""
        if self.patient_session is None or self.patient_session.patient is None:
            raise NotSignedIn
        return self.patient_session.patient

    @property
    def staff(self) -> StaffMember:
        """The signed-in member of staff: again, asking is the check."""
        if self.staff_session is None or self.staff_session.staff is None:
            raise NotSignedIn
        return self.staff_session.staff

    async def see_who_asks(self) -> Self:
        """Look the sessions up, now. Streams do it at every look: who signed out sees no more."""
        self.patient_session = self.staff_session = None
        for token in self.tokens.sessions:
            session = await Session.of(token, self.now())
            if session is not None and session.patient_id is not None:
                self.patient_session = session
            elif session is not None:
                self.staff_session = session
        return self

    def remember_browser(self, secret: str) -> None:
        """Have the browser keep the secret that its consent ticket is bound to."""
        self.tokens.browser = secret
        self.cookies["browser"] = secret

    def forget_sessions(self) -> None:
        self.patient_session = self.staff_session = None
        self.cookies |= {"patient": None, "staff": None}

    def fork(self) -> Self:
        """A context of its own for each operation of a live connection."""
        return replace(self)


Info = strawberry.Info[Context, None]


def by(info: Info, who: Patient | StaffMember) -> By:
    """Who does this, by which mutation, and when: for the audit and the bus."""
    context = info.context
    return By(actor=who.id, action=info.python_name, at=context.now(), bus=context.hub)


async def change(
    info: Info,
    who: Patient | StaffMember,
    reach: Callable[[], Awaitable[V]],
    act: Callable[[V, datetime], object],
) -> V:
    """The one way to change something: see models/change.py."""
    return await _change(reach, act, by(info, who))
