"""Anybody does anything at any moment, and the bus loses, doubles and reorders what it is told.

Real PostgreSQL, through the contract: two devices of Karen's, two clinicians, a coordinator and the
worker. After each step what always holds is looked up in the database, and in the end every live
stream shows what the database has. ALERIS_EXAMPLES=500 tries more of them, and others each time.
"""

import asyncio
import os
from contextlib import aclosing
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tortoise import Tortoise

from models import AuditEvent, Clinician, Consultation, FollowUp, Invitation, Message, MessageKind
from models.consultation.states import OWED, LeftReason, State
from models.follow_up.states import LIVE
from schema import schema
from tests.cast import NINE, a_check, booked
from tests.live.everything import ACTS, ANNOUNCE, BEAT, OFTEN, QUEUE, ROOM
from worker import close_consultations, let_invitations_expire, send_due_messages

EXAMPLES = int(os.environ.get("ALERIS_EXAMPLES", "0"))
TYPED = {"NOT_FOUND"}
"""Of errors that are no results: a consultation that is another clinician's now."""


class Morning(RuleBasedStateMachine):
    """One consultation, from a quarter of an hour before it to whatever becomes of it."""

    stage: ClassVar[Any]

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.stage.loop).result(60)

    @initialize(unruly=st.booleans(), so_far=st.integers(0, 3))
    def begins(self, unruly: bool, so_far: int) -> None:
        self.streams: list[Stream] = []
        self.run(self._begins(unruly))
        for name in ("enter", "call in", "accept")[:so_far]:
            self.run(self._does(name, 0))

    async def _begins(self, unruly: bool) -> None:
        stage = self.stage
        await Tortoise.get_connection("default").execute_script(
            "TRUNCATE appointment, audit_event, delay_notice CASCADE"
        )
        stage.clock.goes(NINE - timedelta(minutes=5))
        stage.outside.hub.is_unruly = unruly
        made = await booked(stage.karen, stage.shoulder, stage.holm, NINE, NINE)
        self.it = await Consultation.get(appointment_id=made.id)
        check = a_check(stage.clock())
        check.consultation_id = self.it.id
        await check.save()
        self.audited = 0
        for who, document in (("karen", ROOM), ("tablet", ROOM), ("holm", QUEUE), ("krag", QUEUE)):
            self.streams.append(await Stream.opened(stage.apps[who], document, self.it.id))

    @rule(
        name=st.sampled_from(list(ACTS)) | st.sampled_from(OFTEN), back=st.sampled_from((0, 0, 1))
    )
    def somebody_does_something(self, name: str, back: int) -> None:
        self.run(self._does(name, back))

    @rule(name=st.sampled_from(OFTEN))
    def somebody_does_what_is_usual(self, name: str) -> None:
        self.run(self._does(name, 0))

    @rule(names=st.tuples(st.sampled_from(OFTEN), st.sampled_from(list(ACTS))))
    def two_at_once(self, names: tuple[str, str]) -> None:
        async def at_once() -> None:
            await asyncio.gather(*(self._does(name, 0) for name in names))

        self.run(at_once())

    @rule(seconds=st.sampled_from((1, 14, 15, 45, 90, 300, 601, 1800)))
    def time_passes(self, seconds: int) -> None:
        self.stage.clock.goes(seconds=seconds)

    @rule(job=st.sampled_from((let_invitations_expire, close_consultations, send_due_messages)))
    def the_worker_looks(self, job: Any) -> None:
        self.run(job(self.stage.outside, self.stage.clock()))

    @rule(who=st.sampled_from(("karen", "tablet", "holm")))
    def somebody_is_there(self, who: str) -> None:
        self.run(self._says(who, BEAT, id=self.it.id))

    @rule(minutes=st.sampled_from((0, 20)), who=st.sampled_from(("holm", "sara")))
    def a_delay_is_announced(self, minutes: int, who: str) -> None:
        self.run(self._says(who, ANNOUNCE, minutes=minutes, whose=self.stage.holm.id))

    async def _does(self, name: str, back: int) -> None:
        who, document = ACTS[name]
        made = await Invitation.filter(consultation_id=self.it.id).order_by("number")
        named = made[-1 - back].id if back < len(made) else "inv_unknown"
        more = {"invitation": named} if "$invitation" in document else {}
        await self._says(who, document, id=self.it.id, **more)

    async def _says(self, who: str, document: str, **variables: Any) -> None:
        """Whatever the answer, it has a name: a type, or a code that is none of our faults."""
        app = self.stage.apps[who]
        result = await schema.execute(document, variables, context_value=app.context)
        codes = {(error.extensions or {})["code"] for error in result.errors or []}
        assert codes <= TYPED, codes

    @invariant()
    def what_always_holds(self) -> None:
        if hasattr(self, "it"):
            self.run(self._holds())

    async def _holds(self) -> None:
        now = await Consultation.whole(Consultation.filter(id=self.it.id))
        made = await Invitation.filter(consultation_id=now.id)
        ringing = [it.id for it in made if it.state == "PENDING"]
        accepted = [it for it in made if it.state == "ACCEPTED"]
        owed = await FollowUp.filter(consultation_id=now.id, state__in=list(LIVE)).count()
        left_by_right = now.state is State.LEFT and now.left_reason is LeftReason.DUE_TO_DELAY
        assert ringing == ([now.invitation_id] if now.state is State.CLINICIAN_READY else [])
        assert len(accepted) == (now.started_at is not None)
        assert all(it.answered_by in ("phone", "tablet") for it in accepted)
        assert owed == (left_by_right or now.outcome in OWED)
        assert (now.state is State.ENDED) == (now.outcome is not None)
        assert await Message.filter(kind=MessageKind.READY).count() == len(made)
        await self._rises(now)

    async def _rises(self, now: Consultation) -> None:
        """A new version with every change, and a line in the audit with every version."""
        audited = await AuditEvent.filter(subject=now.id).count()
        if now.columns() != self.it.columns():
            assert now.version > self.it.version
            assert audited > self.audited
        self.it, self.audited = now, audited

    def teardown(self) -> None:
        if hasattr(self, "it"):
            self.run(self._ends())

    async def _ends(self) -> None:
        """Whatever was lost: a last look shows everybody what the database has."""
        hub = self.stage.outside.hub
        hub.is_unruly = False
        hub.everyone_looks_again()
        seen = (await Consultation.whole(Consultation.filter(id=self.it.id))).see(
            self.stage.clock()
        )
        try:
            for stream in self.streams:
                await stream.shows(seen)
        finally:
            for stream in self.streams:
                await stream.closed()


class Stream:
    """What one of them saw last, and that no version was followed by a lower one."""

    def __init__(self, id: str, is_queue: bool) -> None:
        self.id, self.is_queue = id, is_queue
        self.versions = [0]
        self.last: tuple[int, str] | None = None
        self.looked = asyncio.Condition()

    @classmethod
    async def opened(cls, app: Any, document: str, id: str) -> "Stream":
        stream = cls(id, document == QUEUE)
        session = app.context.fork()
        await session.see_who_asks()
        stream.whose = session.staff.clinician_id if stream.is_queue else None
        variables = {} if stream.is_queue else {"id": id}
        stream.task = asyncio.create_task(stream._read(app, document, variables))
        return stream

    task: "asyncio.Task[None]"
    whose: str | None

    async def _read(self, app: Any, document: str, variables: dict[str, str]) -> None:
        async with aclosing(await app.follows(document, **variables)) as values:
            async for value in values:
                assert not value.errors, value.errors
                self._take(value.data)
                async with self.looked:
                    self.looked.notify_all()

    def _take(self, data: Any) -> None:
        if self.is_queue:
            entries = [entry["consultation"] for entry in data["clinicianQueue"]["entries"]]
            mine = [entry for entry in entries if entry["id"] == self.id]
            self.last = (mine[0]["version"], mine[0]["state"]) if mine else None
        else:
            room = data["waitingRoom"]
            self.last = (room["version"], room["consultation"]["state"])
            assert (room["invitation"] is not None) == (self.last[1] == "CLINICIAN_READY")
        if self.last is not None:
            assert self.last[0] >= self.versions[-1]
            self.versions.append(self.last[0])

    async def shows(self, it: Consultation) -> None:
        """As the database has it; a colleague's queue, or a closed one's, shows nothing of it."""
        is_shown = not self.is_queue or (
            self.whose == it.appointment.clinician_id and it.closed_at is None
        )
        expected = (it.version, it.state.value) if is_shown else None
        async with asyncio.timeout(30), self.looked:
            while self.last != expected and not self.task.done():
                await self.looked.wait()
        assert self.last == expected
        if self.task.done():
            self.task.result()

    async def closed(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


class Stage:
    """Who and what there is, on the loop of the test."""

    def __init__(self, **known: Any) -> None:
        self.loop = asyncio.get_running_loop()
        self.__dict__ |= known


@pytest.fixture
async def stage(app_of, outside, clock, karen, dr_holm, dr_krag, sara, shoulder, holm):
    await shoulder.clinicians.add(await Clinician.get(id=dr_krag.clinician_id))
    who = {"karen": karen, "tablet": karen, "holm": dr_holm, "krag": dr_krag, "sara": sara}
    apps = {name: await app_of(person) for name, person in who.items()}
    return Stage(apps=apps, outside=outside, clock=clock, karen=karen, holm=holm, shoulder=shoulder)


async def test_whatever_happens_in_whatever_order(stage):
    """The same histories each time; with ALERIS_EXAMPLES others, whose seed is printed."""
    Morning.stage = stage
    chosen = settings(
        max_examples=EXAMPLES or 12,
        stateful_step_count=25,
        derandomize=not EXAMPLES,
        print_blob=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, Morning, settings=chosen)


test_whatever_happens_in_whatever_order = pytest.mark.timeout(max(120, 5 * EXAMPLES))(
    test_whatever_happens_in_whatever_order
)
