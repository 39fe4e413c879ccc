"""Of some things there is at most one: the database lets nobody make a second."""

from datetime import timedelta

import pytest
from tortoise.exceptions import IntegrityError

from models import (
    BookingConfirmation,
    CalendarFeed,
    Consent,
    Consultation,
    ContactDetails,
    FollowUp,
    IdempotencyKey,
    IdentityLink,
    Invitation,
    LegalText,
    Message,
    Patient,
    Purpose,
    ServiceKind,
    Settings,
    StaffMember,
    TreatmentCourse,
)
from models.course import CourseState
from models.follow_up import FollowUpReason, FollowUpState
from models.follow_up.states import LIVE
from models.invitation import InvitationState
from tests.cast import NINE


def refused_by(name):
    return pytest.raises(IntegrityError, match=name)


def an_invitation(consultation, number, state=InvitationState.PENDING):
    return Invitation(
        consultation_id=consultation.id,
        number=number,
        state=state,
        created_at=NINE,
        expires_at=NINE + timedelta(seconds=90),
    )


async def test_one_invitation_rings(consultation):
    first = an_invitation(consultation, 1)
    await first.save()

    with refused_by("one_rings"):
        await an_invitation(consultation, 2).save()

    first.becomes(InvitationState.EXPIRED, NINE)
    await first.save()
    await an_invitation(consultation, 2).save()


@pytest.mark.parametrize("state", sorted(set(InvitationState) - {InvitationState.PENDING}))
async def test_of_answered_invitations_there_may_be_many(consultation, state):
    for number in (1, 2):
        await an_invitation(consultation, number, state).save()

    assert await Invitation.filter(state=state).count() == 2


@pytest.mark.parametrize("state", LIVE)
async def test_one_promise_is_live(consultation, sara, state):
    first = FollowUp.promised(consultation.id, FollowUpReason.DELAY, NINE)
    first.state, first.assigned_to = state, sara
    await first.save()

    with refused_by("one_live_promise"):
        await FollowUp.promised(consultation.id, FollowUpReason.TECHNICAL, NINE).save()

    await FollowUp.filter(id=first.id).update(state=FollowUpState.WITHDRAWN)
    await FollowUp.promised(consultation.id, FollowUpReason.TECHNICAL, NINE).save()


async def test_one_course_of_treatment_of_its_kind_is_active(karen, ole):
    first = TreatmentCourse.opened(karen.id, ServiceKind.DOCTOR, NINE)
    await first.save()

    with refused_by("one_active_course"):
        await TreatmentCourse.opened(karen.id, ServiceKind.DOCTOR, NINE).save()

    await TreatmentCourse.opened(karen.id, ServiceKind.PSYCHOLOGIST, NINE).save()
    await TreatmentCourse.opened(ole.id, ServiceKind.DOCTOR, NINE).save()
    await TreatmentCourse.filter(id=first.id).update(state=CourseState.ENDED)
    await TreatmentCourse.opened(karen.id, ServiceKind.DOCTOR, NINE).save()


def a_consent(patient, purpose=Purpose.APP_USE):
    return Consent(patient_id=patient.id, purpose=purpose, text_id=f"{purpose}-1-da", given_at=NINE)


async def test_one_consent_to_each_purpose_is_live(karen, ole):
    await Consent.all().delete()
    first = a_consent(karen)
    await first.save()

    with refused_by("one_live_consent"):
        await a_consent(karen).save()

    await a_consent(karen, Purpose.RECORD_STORAGE).save()
    await a_consent(ole).save()
    await Consent.filter(id=first.id).update(withdrawn_at=NINE)
    await a_consent(karen).save()


async def test_one_calendar_feed_works(karen, ole):
    first = CalendarFeed.opened(karen, "first", NINE)
    await first.save()

    with refused_by("one_live_feed"):
        await CalendarFeed.opened(karen, "second", NINE).save()

    await CalendarFeed.opened(ole, "oles", NINE).save()
    assert await first.revoke(NINE)
    await CalendarFeed.opened(karen, "second", NINE).save()


async def test_an_address_is_one_feeds(karen, ole):
    await CalendarFeed.opened(karen, "the same", NINE).save()

    with refused_by("token_hash"):
        await CalendarFeed.opened(ole, "the same", NINE).save()


async def test_an_appointment_has_one_room(consultation):
    with refused_by("appointment_id"):
        await Consultation(appointment_id=consultation.appointment_id).save()


async def test_each_message_is_owed_once_for_each_time(consultation):
    owed = await Message.filter(appointment_id=consultation.appointment_id)
    assert owed

    for message in owed:
        twin = Message.owed_for(consultation.appointment, NINE)[owed.index(message)]
        with refused_by("uid_message"):
            await twin.save()

    consultation.appointment.schedule_version = 2
    for message in Message.owed_for(consultation.appointment, NINE):
        await message.save()


async def test_a_confirmations_number_is_its_own(karen, consultation):
    [letter] = await BookingConfirmation.all()
    twin = letter.clone(pk="cfm_twin")
    assert twin.number == letter.number

    with refused_by("number"):
        await twin.save()


async def test_a_patient_has_one_contact_and_one_set_of_settings(karen):
    for kind in (ContactDetails, Settings):
        with refused_by("patient_id"):
            await kind(patient_id=karen.id).save()


async def test_a_person_is_one_patient_and_of_whom_we_know_no_number_there_may_be_many(karen, ole):
    assert karen.cpr_lookup is ole.cpr_lookup is None
    await Patient.create(name="Ida", cpr_lookup="idas")

    with refused_by("cpr_lookup"):
        await Patient.create(name="Ida Vig", cpr_lookup="idas")


async def test_a_subject_at_an_issuer_is_one_patient(karen, ole):
    def known(patient, issuer):
        return IdentityLink(patient=patient, issuer=issuer, subject="s", last_used_at=NINE)

    await known(karen, "https://mitid.example").save()

    with refused_by("uid_identity"):
        await known(ole, "https://mitid.example").save()

    await known(ole, "https://nemid.example").save()


async def test_a_member_of_staff_is_one_member_of_staff(dr_holm, sara):
    with refused_by("subject"):
        await StaffMember.create(subject=dr_holm.subject, name="Another", role=sara.role)


async def test_a_key_is_used_once_by_each(db):
    await IdempotencyKey.of("pat_karen", "key", {}, "apt_1").save()

    with refused_by("uid_idempotency"):
        await IdempotencyKey.of("pat_karen", "key", {}, "apt_2").save()

    await IdempotencyKey.of("pat_ole", "key", {}, "apt_2").save()


async def test_a_version_of_a_text_is_published_once_in_each_language(db):
    [terms] = await LegalText.filter(kind="TERMS", text_version=1, language="da")

    with refused_by("uid_legal_text"):
        await terms.clone(pk="TERMS-1-da-again").save()
