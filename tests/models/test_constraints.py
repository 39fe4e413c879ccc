"""What may not be taken twice, and what may not be half: the database itself says no."""

from datetime import timedelta

import asyncpg
import pytest
from tortoise import Tortoise
from tortoise.exceptions import IntegrityError, OperationalError
from tortoise.migrations.autodetector import MigrationAutodetector

from integrations.database import tortoise_config
from models import (
    Appointment,
    AppointmentRequest,
    AuditEvent,
    BlockedTime,
    BookingConfirmation,
    FollowUp,
    Modality,
    Patient,
    RequestState,
    ScheduleRule,
    Session,
)
from models.appointment import OCCUPYING, AppointmentState
from models.follow_up import FollowUpReason, FollowUpState, Resolution
from tests.cast import NINE
from tests.models.on_paper import YESTERDAY

OCCUPIED = (
    " WHERE (((state)::text = ANY ((ARRAY['HELD'::character varying, "
    "'BOOKED'::character varying])::text[])))"
)
CONSTRAINTS = {
    "one_at_a_time_for_clinician": "EXCLUDE USING gist (clinician_id WITH =, "
    "tstzrange(starts_at, ends_at) WITH &&)" + OCCUPIED,
    "one_at_a_time_for_patient": "EXCLUDE USING gist (patient_id WITH =, "
    "tstzrange(starts_at, ends_at) WITH &&)" + OCCUPIED,
    "one_at_a_time_for_room": "EXCLUDE USING gist (room_id WITH =, "
    "tstzrange(starts_at, ends_at) WITH &&)" + OCCUPIED,
    "ends_after_it_starts": "CHECK ((ends_at > starts_at))",
    "a_place_exactly_when_in_person": "CHECK ((((modality)::text = 'IN_PERSON'::text) = "
    "(location_id IS NOT NULL)))",
    "held_for_a_while": "CHECK ((((state)::text <> 'HELD'::text) OR (held_until IS NOT NULL)))",
    "in_a_course_once_booked": "CHECK ((((state)::text = ANY ((ARRAY['HELD'::character varying, "
    "'RELEASED'::character varying])::text[])) OR ((course_id IS NOT NULL) AND "
    "(booked_at IS NOT NULL))))",
    "closes_after_it_opens": "CHECK (((closes > opens) AND (closes <= 1440)))",
    "a_break_within": "CHECK ((((break_from IS NULL) = (break_until IS NULL)) AND "
    "((break_from IS NULL) OR ((opens <= break_from) AND (break_from < break_until) AND "
    "(break_until <= closes)))))",
    "unblocked_after_it_is_blocked": "CHECK ((ends_at > starts_at))",
    "helped_exactly_when_resolved": "CHECK ((((state)::text = 'RESOLVED'::text) = "
    "(resolution IS NOT NULL)))",
    "assigned_to_somebody": "CHECK ((((state)::text <> ALL ((ARRAY['ASSIGNED'::character varying, "
    "'CONTACTED'::character varying])::text[])) OR (assigned_to_id IS NOT NULL)))",
    "sent_at_some_time": "CHECK ((((state)::text = 'SENT'::text) = (sent_at IS NOT NULL)))",
    "skipped_at_some_time": "CHECK ((((state)::text = 'SKIPPED'::text) = "
    "(skipped_at IS NOT NULL)))",
    "skipped_with_a_reason": "CHECK ((((state)::text = 'SKIPPED'::text) = "
    "(skipped_because IS NOT NULL)))",
    "three_times_again_at_most": "CHECK ((((kind)::text = 'READY'::text) OR ((repeat >= 0) AND "
    "(repeat <= 3))))",
    "numbered_from_one": "CHECK ((number > 0))",
    "no_large_payload": "CHECK ((octet_length(payload) <= 16384))",
    "ready_for_somebody_who_may_come": "CHECK (((clinician_ready_at IS NULL) OR ((state)::text = "
    "ANY ((ARRAY['SCHEDULED'::character varying, 'LEFT'::character varying, "
    "'CLINICIAN_READY'::character varying])::text[]))))",
    "at_most_four_hours": "CHECK (((minutes >= 0) AND (minutes <= 240)))",
    "some_time_of_a_day": "CHECK ((until > from_at))",
    "of_one_person": "CHECK (((patient_id IS NULL) <> (staff_id IS NULL)))",
}
PARTIAL_INDEXES = {
    "one_hold": "(patient_id) WHERE ((state)::text = 'HELD'::text)",
    "one_open_request": "(patient_id, service_id) WHERE ((state)::text = 'OPEN'::text)",
    "one_active_course": "(patient_id, kind) WHERE ((state)::text = 'ACTIVE'::text)",
    "one_live_consent": "(patient_id, purpose) WHERE (withdrawn_at IS NULL)",
    "one_live_media_session": "(consultation_id, participant) WHERE (ended_at IS NULL)",
    "one_live_feed": "(patient_id) WHERE (revoked_at IS NULL)",
    "one_live_promise": "(consultation_id) WHERE ((state)::text = ANY ((ARRAY["
    "'OPEN'::character varying, 'ASSIGNED'::character varying, "
    "'CONTACTED'::character varying])::text[]))",
    "one_rings": "(consultation_id) WHERE ((state)::text = 'PENDING'::text)",
}
UNIQUE = {
    ("booking_confirmation", "number"),
    ("booking_confirmation", "appointment_id, edition"),
    ("calendar_feed", "token_hash"),
    ("consultation", "appointment_id"),
    ("follow_up_attempt", "follow_up_id, number"),
    ("contact_details", "patient_id"),
    ("idempotency_key", "actor, key"),
    ("identity_link", "issuer, subject"),
    ("legal_text", "kind, text_version, language"),
    ("message", "appointment_id, kind, schedule_version, repeat"),
    ("media_relay", "consultation_id"),
    ("media_signal", "session_id, number"),
    ("presence_lease", "consultation_id, whose, connection_id"),
    ("patient", "cpr_lookup"),
    ("patient_settings", "patient_id"),
    ("session", "token_hash"),
    ("sign_in_attempt", "app_code_hash"),
    ("staff_member", "subject"),
}


async def rows(query):
    return await Tortoise.get_connection("default").execute_query_dict(query)


async def constraints(kinds):
    return await rows(
        "SELECT conname AS name, conrelid::regclass::text AS on, pg_get_constraintdef(oid) AS says "
        "FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
        f"AND contype IN ({kinds}) AND conrelid <> 'tortoise_migrations'::regclass"
    )


async def test_the_database_has_the_constraints_that_we_think_it_has(db):
    found = {row["name"]: row["says"] for row in await constraints("'x', 'c'")}

    assert found == CONSTRAINTS


async def test_the_database_has_the_unique_columns_that_we_think_it_has(db):
    found = await constraints("'u'")

    assert {(it["on"], it["says"].removeprefix("UNIQUE (")[:-1]) for it in found} == UNIQUE


async def test_the_database_has_the_partial_indexes_that_we_think_it_has(db):
    indexes = await rows("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")
    unique = [it for it in indexes if it["indexdef"].startswith("CREATE UNIQUE INDEX")]

    on = {it["indexname"]: it["indexdef"].split(" USING btree ")[1] for it in unique}
    assert {name: says for name, says in on.items() if " WHERE " in says} == PARTIAL_INDEXES


def test_the_models_and_the_constraints_agree_on_when_a_time_is_taken():
    assert OCCUPYING == (AppointmentState.HELD, AppointmentState.BOOKED)


async def test_there_is_nothing_to_migrate(db, database_url, monkeypatch):
    apps = tortoise_config(database_url)["apps"]

    assert await MigrationAutodetector(Tortoise.apps, apps).changes() == []

    monkeypatch.setattr(Patient._meta.fields_map["name"], "null", True)
    assert await MigrationAutodetector(Tortoise.apps, apps).changes() != []


async def test_every_migration_was_applied(db):
    applied = await rows("SELECT name FROM tortoise_migrations ORDER BY name")

    assert [it["name"] for it in applied] == [
        "0001_initial",
        "0002_constraints",
        "0003_auto_calendar_feed",
        "0004_one_live_feed",
        "0005_auto_booking",
        "0006_times_taken_once",
        "0007_auto_messages",
        "0008_message_rules",
        "0009_auto_follow_ups",
        "0010_follow_ups",
        "0011_auto_media",
        "0012_media_while_they_talk",
        "0013_auto_waiting_room",
        "0014_waiting_room",
        "0015_auto_clinic_acts",
        "0016_audit_is_append_only",
    ]


@pytest.mark.parametrize(
    "change", ["UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event"]
)
async def test_what_was_written_down_of_who_did_what_stays_as_it_was(db, change):
    await AuditEvent.create(actor="stf_holm", action="call_in", subject="con", at=NINE)

    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await rows(change)

    [event] = await AuditEvent.all()
    assert event.actor == "stf_holm"


def refused_by(name):
    return pytest.raises(IntegrityError, match=name)


AT_THE_SAME_TIME = {
    "the same": (0, 30),
    "it begins in it": (29, 59),
    "it ends in it": (-29, 1),
    "around it": (-10, 40),
    "within it": (10, 20),
}
BACK_TO_BACK = {"right before": (-30, 0), "right after": (30, 60)}


def by_video(patient, clinician, service, course_id, begins, ends, **known):
    """An appointment so many minutes after nine."""
    return Appointment(
        patient_id=patient.id,
        clinician_id=clinician.id,
        service_id=service.id,
        course_id=course_id,
        modality=Modality.VIDEO,
        starts_at=NINE + timedelta(minutes=begins),
        ends_at=NINE + timedelta(minutes=ends),
        booked_at=YESTERDAY,
        **({"state": AppointmentState.BOOKED} | known),
    )


@pytest.fixture
async def another(consultation, shoulder, dr_krag):
    """Makes an appointment of somebody with somebody: the one of Karen with Holm is there."""
    krag, course_id = await dr_krag.clinician, consultation.appointment.course_id

    def make(patient, clinician=None, begins=0, ends=30, **known):
        return by_video(patient, clinician or krag, shoulder, course_id, begins, ends, **known)

    return make


@pytest.mark.parametrize(("begins", "ends"), AT_THE_SAME_TIME.values(), ids=AT_THE_SAME_TIME)
async def test_a_clinician_has_one_patient_at_a_time(another, ole, holm, begins, ends):
    with refused_by("one_at_a_time_for_clinician"):
        await another(ole, holm, begins, ends).save()


@pytest.mark.parametrize(("begins", "ends"), AT_THE_SAME_TIME.values(), ids=AT_THE_SAME_TIME)
async def test_a_patient_is_in_one_place_at_a_time(another, karen, begins, ends):
    with refused_by("one_at_a_time_for_patient"):
        await another(karen, None, begins, ends).save()


@pytest.mark.parametrize(("begins", "ends"), BACK_TO_BACK.values(), ids=BACK_TO_BACK)
async def test_an_appointment_may_begin_when_another_ends(another, karen, holm, begins, ends):
    await another(karen, holm, begins, ends).save()

    assert await Appointment.filter(patient_id=karen.id, clinician_id=holm.id).count() == 2


async def test_a_microsecond_is_enough_to_overlap(another, ole, holm):
    later = another(ole, holm, 30, 60)
    later.starts_at -= timedelta(microseconds=1)

    with refused_by("one_at_a_time_for_clinician"):
        await later.save()


async def test_two_patients_of_two_clinicians_may_come_at_the_same_time(another, ole):
    await another(ole).save()

    assert await Appointment.all().count() == 2


@pytest.mark.parametrize("state", sorted(set(AppointmentState) - set(OCCUPYING)))
async def test_what_is_no_longer_booked_takes_no_time(another, karen, holm, consultation, state):
    await Appointment.filter(id=consultation.appointment_id).update(state=state)

    await another(karen, holm).save()
    await another(karen, holm, state=state).save()

    assert await Appointment.filter(state__in=OCCUPYING).count() == 1


@pytest.mark.parametrize("ends", [0, -1])
async def test_an_appointment_ends_after_it_starts(another, ole, ends):
    """One that ends before it starts is no range at all, and PostgreSQL says so first."""
    with pytest.raises(
        (IntegrityError, OperationalError), match=r"ends_after_it_starts|range lower bound"
    ):
        await another(ole, None, 0, ends).save()


async def test_by_video_there_is_no_place_to_go_to(another, ole, clinic):
    with refused_by("a_place_exactly_when_in_person"):
        await another(ole, location_id=clinic.id).save()


async def test_at_the_hospital_there_is_one(another, ole, clinic):
    appointment = another(ole)
    appointment.modality = Modality.IN_PERSON

    with refused_by("a_place_exactly_when_in_person"):
        await appointment.save()

    appointment.location_id = clinic.id
    await appointment.save()


@pytest.mark.parametrize("who", [(), ("karen", "dr_holm")], ids=["nobody", "both"])
async def test_a_session_is_of_one_person(karen, dr_holm, who):
    people = {"karen": ("patient_id", karen.id), "dr_holm": ("staff_id", dr_holm.id)}
    session = Session.start("a token", NINE, **dict(people[name] for name in who))

    with refused_by("of_one_person"):
        await session.save()


@pytest.fixture
def promised(consultation):
    return FollowUp.promised(consultation.id, FollowUpReason.DELAY, NINE)


@pytest.mark.parametrize(
    ("state", "resolution"),
    [(FollowUpState.RESOLVED, None), (FollowUpState.OPEN, Resolution.PHONE)],
)
async def test_a_promise_is_resolved_exactly_when_it_says_how_we_helped(
    promised, state, resolution
):
    """R47."""
    promised.state, promised.resolution = state, resolution

    with refused_by("helped_exactly_when_resolved"):
        await promised.save()


@pytest.mark.parametrize("state", [FollowUpState.ASSIGNED, FollowUpState.CONTACTED])
async def test_a_promise_that_is_taken_is_somebodys(promised, sara, state):
    promised.state = state

    with refused_by("assigned_to_somebody"):
        await promised.save()

    promised.assigned_to = sara
    await promised.save()


async def test_a_room_has_one_patient_at_a_time(another, karen, ole, ida, holm, room):
    await another(ole, None, 60, 90, room_id=room.id).save()

    with refused_by("one_at_a_time_for_room"):
        await another(ida, holm, 89, 119, room_id=room.id).save()

    await another(ida, holm, 90, 120, room_id=room.id).save()
    await another(karen, holm, 60, 90).save()


HELD = {"state": AppointmentState.HELD, "held_until": YESTERDAY + timedelta(minutes=7)}


@pytest.mark.parametrize(("begins", "ends"), AT_THE_SAME_TIME.values(), ids=AT_THE_SAME_TIME)
async def test_what_is_booked_cannot_be_held(another, ole, holm, begins, ends):
    with refused_by("one_at_a_time_for_clinician"):
        await another(ole, holm, begins, ends, **HELD).save()


@pytest.mark.parametrize(
    "known", [{}, HELD], ids=["cannot be booked", "cannot be held by somebody else"]
)
async def test_what_is_held(another, ole, ida, room, known):
    """However long ago the hold ran out: only the release of it frees the time."""
    await another(ole, None, 60, 90, room_id=room.id, **HELD).save()

    with refused_by("one_at_a_time_for_clinician"):
        await another(ida, None, 60, 90, **known).save()


async def test_a_hold_takes_the_time_of_the_room_and_the_patient_too(
    another, karen, ole, holm, room
):
    await another(ole, None, 60, 90, room_id=room.id, **HELD).save()

    with refused_by("one_at_a_time_for_room"):
        await another(karen, holm, 60, 90, room_id=room.id).save()
    with refused_by("one_at_a_time_for_patient"):
        await another(ole, holm, 60, 90).save()


async def test_a_patient_holds_one_time(another, ole, ida):
    await another(ole, None, 60, 90, **HELD).save()

    with refused_by("one_hold"):
        await another(ole, None, 120, 150, **HELD).save()

    await another(ida, None, 120, 150, **HELD).save()
    await Appointment.filter(patient_id=ole.id).update(state=AppointmentState.RELEASED)
    await another(ole, None, 60, 90, **HELD).save()


async def test_what_is_held_is_held_until_some_time(another, ole):
    with refused_by("held_for_a_while"):
        await another(ole, **(HELD | {"held_until": None})).save()


@pytest.mark.parametrize("missing", ["course_id", "booked_at"])
async def test_what_is_booked_belongs_to_a_course_since_some_time(another, ole, missing):
    appointment = another(ole)
    setattr(appointment, missing, None)

    with refused_by("in_a_course_once_booked"):
        await appointment.save()


@pytest.mark.parametrize("state", [AppointmentState.HELD, AppointmentState.RELEASED])
async def test_what_is_not_booked_yet_belongs_to_none(another, ole, state):
    appointment = another(ole, **(HELD | {"state": state}))
    appointment.course_id = appointment.booked_at = None

    await appointment.save()

    assert await Appointment.filter(state=state, course_id=None).count() == 1


async def test_a_patient_asks_once_for_each_service(karen, ole, shoulder, knee):
    await AppointmentRequest.made(karen.id, shoulder.id, None, NINE).save()

    with refused_by("one_open_request"):
        await AppointmentRequest.made(karen.id, shoulder.id, "mandag", NINE).save()

    await AppointmentRequest.made(karen.id, knee.id, None, NINE).save()
    await AppointmentRequest.made(ole.id, shoulder.id, None, NINE).save()


@pytest.mark.parametrize("state", sorted(set(RequestState) - {RequestState.OPEN}))
async def test_whoever_has_had_an_answer_may_ask_again(karen, shoulder, state):
    await AppointmentRequest.made(karen.id, shoulder.id, None, NINE).save()
    await AppointmentRequest.all().update(state=state)

    await AppointmentRequest.made(karen.id, shoulder.id, None, NINE).save()


def a_rule(holm, opens, closes, break_from=None, break_until=None):
    return ScheduleRule(
        clinician=holm,
        weekday=1,
        opens=opens,
        closes=closes,
        break_from=break_from,
        break_until=break_until,
        valid_from=NINE.date(),
    )


BREAKS = {
    "none": (None, None),
    "in the middle": (600, 630),
    "from the beginning": (540, 570),
    "until the end": (690, 720),
    "all the time": (540, 720),
}
NO_BREAKS = {
    "without an end": (600, None),
    "without a beginning": (None, 630),
    "of no length": (600, 600),
    "backwards": (630, 600),
    "before it opens": (539, 570),
    "after it closes": (690, 721),
}


@pytest.mark.parametrize(("from_", "until"), BREAKS.values(), ids=BREAKS)
async def test_a_break_is_within_the_opening_hours(holm, from_, until):
    await a_rule(holm, 540, 720, from_, until).save()


@pytest.mark.parametrize(("from_", "until"), NO_BREAKS.values(), ids=NO_BREAKS)
async def test_what_is_no_break_is_refused(holm, from_, until):
    with refused_by("a_break_within"):
        await a_rule(holm, 540, 720, from_, until).save()


@pytest.mark.parametrize(("opens", "closes"), [(540, 540), (540, 539), (540, 1441)])
async def test_a_clinician_closes_after_opening_and_before_midnight(holm, opens, closes):
    with refused_by("closes_after_it_opens"):
        await a_rule(holm, opens, closes).save()


async def test_a_clinician_may_be_there_until_midnight(holm):
    await a_rule(holm, 0, 1440).save()


def a_block(clinician, begins, ends):
    """So many minutes after nine."""
    return BlockedTime(
        clinician_id=clinician.id,
        starts_at=NINE + timedelta(minutes=begins),
        ends_at=NINE + timedelta(minutes=ends),
        reason="Møde",
        blocked_by="stf_holm",
    )


@pytest.mark.parametrize(("begins", "ends"), [(0, 0), (30, 0)])
async def test_a_blocked_time_ends_after_it_begins(holm, begins, ends):
    with refused_by("unblocked_after_it_is_blocked"):
        await a_block(holm, begins, ends).save()


@pytest.mark.parametrize("known", [{}, HELD], ids=["booked", "held"])
@pytest.mark.parametrize(("begins", "ends"), AT_THE_SAME_TIME.values(), ids=AT_THE_SAME_TIME)
async def test_in_a_blocked_time_nothing_is(another, ole, krag, begins, ends, known):
    await a_block(krag, 0, 30).save()

    with refused_by("not_in_a_blocked_time"):
        await another(ole, krag, begins, ends, **known).save()


@pytest.mark.parametrize("known", [{}, HELD], ids=["booked", "held"])
@pytest.mark.parametrize(("begins", "ends"), AT_THE_SAME_TIME.values(), ids=AT_THE_SAME_TIME)
async def test_no_time_is_blocked_in_which_something_is(another, ole, krag, begins, ends, known):
    await another(ole, krag, **known).save()

    with refused_by("nobody_is_booked_then"):
        await a_block(krag, begins, ends).save()


@pytest.mark.parametrize("blocked_first", [True, False], ids=["blocked first", "booked first"])
@pytest.mark.parametrize(("begins", "ends"), BACK_TO_BACK.values(), ids=BACK_TO_BACK)
async def test_next_to_a_blocked_time_somebody_can_be_booked(
    another, ole, krag, begins, ends, blocked_first
):
    rows = [a_block(krag, begins, ends), another(ole, krag)]

    for row in rows if blocked_first else reversed(rows):
        await row.save()

    assert await BlockedTime.all().count() == 1
    assert await Appointment.filter(clinician_id=krag.id).count() == 1


async def test_a_microsecond_of_a_blocked_time_is_enough(another, ole, krag):
    await another(ole, krag).save()
    block = a_block(krag, 30, 60)
    block.starts_at -= timedelta(microseconds=1)

    with refused_by("nobody_is_booked_then"):
        await block.save()


async def test_while_one_clinician_sees_nobody_another_does(another, ole, holm, krag):
    await a_block(krag, 0, 240).save()

    await another(ole, holm, 60, 90).save()


@pytest.mark.parametrize("state", sorted(set(AppointmentState) - set(OCCUPYING)))
async def test_what_takes_no_time_any_longer_is_in_nobodys_way(another, ole, ida, krag, state):
    await another(ole, krag, state=state).save()

    await a_block(krag, 0, 30).save()
    await another(ida, krag, state=state).save()


async def test_nothing_is_moved_into_a_blocked_time(another, ole, ida, krag, holm):
    await a_block(krag, 60, 90).save()
    own = another(ole, krag)
    await own.save()
    elsewhere = another(ida, holm, 60, 90)
    await elsewhere.save()

    with refused_by("not_in_a_blocked_time"):
        await Appointment.filter(id=own.id).update(
            starts_at=NINE + timedelta(minutes=61), ends_at=NINE + timedelta(minutes=91)
        )
    with refused_by("not_in_a_blocked_time"):
        await Appointment.filter(id=elsewhere.id).update(clinician_id=krag.id)

    assert (await Appointment.get(id=own.id)).starts_at == NINE


async def test_what_was_given_back_is_not_booked_after_all_in_a_blocked_time(another, ole, krag):
    own = another(ole, krag, state=AppointmentState.RELEASED)
    await own.save()
    await a_block(krag, 0, 30).save()

    with refused_by("not_in_a_blocked_time"):
        await Appointment.filter(id=own.id).update(state=AppointmentState.BOOKED)


@pytest.mark.parametrize("state", sorted(set(AppointmentState) - set(OCCUPYING)))
async def test_what_is_not_booked_may_be_changed_whatever_is_blocked(another, ole, krag, state):
    own = another(ole, krag, state=state)
    await own.save()
    await a_block(krag, 0, 30).save()

    await Appointment.filter(id=own.id).update(ends_at=NINE + timedelta(minutes=20))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Noget andet"},
        {"sections": []},
        {"sha256": "0" * 64},
        {"language": "en"},
        {"number": "AO-22222222"},
        {"edition": 2},
        {"sent_at": NINE},
        {"read_at": NINE, "title": "Noget andet"},
    ],
    ids=lambda change: ", ".join(change),
)
async def test_a_letter_stays_as_it_was_sent(consultation, change):
    [before] = await BookingConfirmation.all().values()

    with refused_by("as_it_was_sent"):
        await BookingConfirmation.all().update(**change)

    [after] = await BookingConfirmation.all().values()
    assert before == after


async def test_a_letter_can_be_read(consultation):
    await BookingConfirmation.all().update(read_at=NINE)

    [letter] = await BookingConfirmation.all()
    assert (letter.read_at, letter.is_as_sent) == (NINE, True)
