"""What one request, or one live connection, knows: who asks, the time, and the outside world."""

from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self, TypeVar

import strawberry

from integrations.broadcast import Hub
from integrations.clock import Clock
from integrations.mitid import IdentityProvider
from integrations.rate_limits import Limit, RateLimits, TooOften
from integrations.sms import Sms
from integrations.video import VideoEngine
from models import AuditEvent, MediaSession, Patient, Session, StaffMember
from models.consent import SignInChannel
from models.cpr import Vault
from models.refused import NotFound, NotSignedIn, NotYourRole, TooManyRequests
from models.session import Provider
from models.signed_in import session_of
from models.texts import DANISH
from settings import Settings

T = TypeVar("T")


@dataclass(frozen=True)
class Outside:
    """What is plugged in once for the whole process."""

    settings: Settings
    now: Clock
    hub: Hub
    sms: Sms
    vault: Vault
    limits: RateLimits
    video: VideoEngine
    providers: dict[Provider, IdentityProvider]
    staff_provider: IdentityProvider

    @property
    def mitid(self) -> IdentityProvider:
        return self.providers[Provider.MITID]

    def provider(self, provider: Provider | None) -> IdentityProvider:
        """The one that patients chose, or the staff's."""
        return self.staff_provider if provider is None else self.providers[provider]


@dataclass
class Tokens:
    """What the asker showed. Each token opens one session, of a patient or of staff."""

    sessions: list[str] = field(default_factory=list)
    browser: str | None = None
    """The secret that a consent ticket is bound to, before anybody is signed in."""
    address: str = "unknown"
    """Where the request comes from, for counting how often."""


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
    refusal: TooManyRequests | None = None
    told_at: int | None = None
    """In a stream: since when it has to look. Null elsewhere, where everybody reads anew."""
    looked_at: frozenset[str] = frozenset()
    """The patients that staff have seen in this operation or stream, as is written down."""

    def now(self) -> datetime:
        return self.outside.now()

    @property
    def settings(self) -> Settings:
        return self.outside.settings

    @property
    def hub(self) -> Hub:
        return self.outside.hub

    @property
    def video(self) -> VideoEngine:
        return self.outside.video

    @property
    def patient(self) -> Patient:
        """The signed-in patient. Asking for it *is* the check, so no resolver can forget it."""
        if self.patient_session is None or self.patient_session.patient is None:
            raise self.refusal or NotSignedIn
        return self.patient_session.patient

    @property
    def staff(self) -> StaffMember:
        """The signed-in member of staff: again, asking is the check."""
        if self.staff_session is None or self.staff_session.staff is None:
            raise self.refusal or NotSignedIn
        return self.staff_session.staff

    @property
    def coordinator(self) -> StaffMember:
        if not self.staff.is_coordinator:
            raise NotYourRole
        return self.staff

    @property
    def is_staff(self) -> bool:
        """Only staff: whoever is signed in as a patient too asks as that patient."""
        return self.patient_session is None and self.staff_session is not None

    @property
    def asking_patient(self) -> Patient | None:
        """For what both may ask: the patient, or null for staff. Asking is the check again."""
        return None if self.is_staff and self.staff else self.patient

    @property
    def people(self) -> list[Patient | StaffMember]:
        """Everybody that the asker is: a browser can be a patient's and staff's at once."""
        found = [who for it in self.sessions if (who := it.patient or it.staff) is not None]
        if not found:
            raise self.refusal or NotSignedIn
        return found

    async def media_session(self, id: str) -> tuple[Patient | StaffMember, MediaSession]:
        """Somebody's own, and whose."""
        for who in self.people:
            try:
                return who, await who.media_session(id)
            except NotFound:
                continue
        raise NotFound

    async def looks_at(self, by: str, patients: Iterable[str]) -> None:
        """Staff are shown these patients, by this query or subscription: once that is written down.

        Each is written once for an operation, and for a stream however long it is open.
        """
        if new := set(patients) - self.looked_at:
            await AuditEvent.looked(self.staff.id, by, sorted(new), self.now())
            self.looked_at |= new

    def session_of(self, who: Patient | StaffMember) -> Session | None:
        return self.patient_session if isinstance(who, Patient) else self.staff_session

    @property
    def asking_session(self) -> Session | None:
        return self.staff_session if self.is_staff else self.patient_session

    async def see_who_asks(self, *, doing: bool = False) -> Self:
        """Look the sessions up, now: streams do at every look. `doing`: more than following."""
        self.patient_session = self.staff_session = None
        for token in self.tokens.sessions:
            session = await self._session_of(token, doing)
            if session is not None and session.patient_id is not None:
                self.patient_session = session
            elif session is not None:
                self.staff_session = session
        self.refusal = None
        if self.tokens.sessions and not self.sessions:
            await self._note_unknown_token()
        return self

    async def shared(self, key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """Read; in a stream it may be what others, told of the same, have read since then.

        The key says what is read and for whom, so that nobody gets what is another's.
        """
        if self.told_at is None:
            return await read()
        return await self.hub.looks.shared(key, self.told_at, read)

    async def _session_of(self, token: str, doing: bool) -> Session | None:
        async def read() -> Session | None:
            return await session_of(token, self.now(), doing=doing)

        # Doing something is written down for each; following is asked once for all its streams.
        return await read() if doing else await self.shared(("session", token), read)

    async def _note_unknown_token(self) -> None:
        """Somebody may be guessing: then that is why nobody is signed in."""
        try:
            await self.limit(Limit.UNKNOWN_SESSION)
        except TooManyRequests as refusal:
            self.refusal = refusal

    @property
    def sessions(self) -> list[Session]:
        return [s for s in (self.patient_session, self.staff_session) if s is not None]

    @property
    def patient_session_channel(self) -> SignInChannel:
        return self.patient_session.channel if self.patient_session else SignInChannel.WEB

    @property
    def signed_in_until(self) -> datetime | None:
        """When the first of the asker's sessions ends if nothing is done."""
        return min((session.idle_at for session in self.sessions), default=None)

    async def limit(self, limit: Limit, whose: str | None = None) -> None:
        """Count one more from this address, or of this person; too many are refused."""
        try:
            await self.outside.limits.take(limit, whose or self.tokens.address)
        except TooOften as often:
            raise TooManyRequests(often.retry_after) from None

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
