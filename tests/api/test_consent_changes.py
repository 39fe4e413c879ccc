"""A3–A4: the texts change, and consent is renewed; consent is withdrawn, and may be given again."""

from contextlib import aclosing
from datetime import timedelta

import pytest

from models import AuditEvent, Consent, LegalText, Session, TextKind
from models.consent import SignInChannel
from models.consents import current_texts, give
from models.consultation.states import Outcome
from tests.cast import NINE, put

ME = "{ me { name } }"
CONSENTS = "{ me { consents { purpose channel givenAt text { id version title body sha256 } } } }"

CONFIRM = """
  mutation {
    confirmContactDetails {
      __typename
      ... on ConsentRequired { missing }
      ... on Error { code message }
    }
  }
"""

RENEW = """
  mutation ($purposes: [ConsentPurpose!]!) {
    renewConsent(input: { purposes: $purposes }) {
      __typename
      ... on Patient { consents { purpose givenAt text { version } } }
      ... on ConsentRequired { missing }
      ... on Error { code }
    }
  }
"""

WITHDRAW = """
  mutation ($purpose: ConsentPurpose!) {
    withdrawConsent(input: { purpose: $purpose }) { purpose withdrawnAt explanation }
  }
"""

ACCEPT = """
  mutation ($id: ID!, $invitation: ID!) {
    acceptConsultation(input: { consultationId: $id, invitationId: $invitation }) { __typename }
  }
"""
ACT = "mutation ($id: ID!) {{ {act}(input: {{ consultationId: $id{more} }}) {{ __typename }} }}"
A_MOMENT = ACT.format(act="askForAMoment", more=", invitationId: $invitation").replace(
    "$id: ID!", "$id: ID!, $invitation: ID!"
)
LEAVE = ACT.format(act="leaveWaitingRoom", more=", evenIfNotLate: true")
ENTER = ACT.format(act="enterWaitingRoom", more="")
CARD = "subscription { clinicianReady { cause } }"

BOTH = ["APP_USE", "RECORD_STORAGE"]


async def test_with_the_texts_that_one_consented_to_one_can_act(app_of, karen):
    app = await app_of(karen)

    assert (await app.asks(CONFIRM))["__typename"] == "ContactDetails"


@pytest.mark.parametrize("changed", [[kind] for kind in BOTH] + [BOTH])
async def test_a_new_text_is_consented_to_before_anything_is_done(
    app_of, karen, publishes, changed
):
    """A3: reading goes on."""
    app = await app_of(karen)
    for kind in changed:
        await publishes(TextKind(kind))

    refused = await app.asks(CONFIRM)

    assert refused == {
        "__typename": "ConsentRequired",
        "missing": changed,
        "code": "CONSENT_REQUIRED",
        "message": "Du skal give samtykke, før du kan logge ind.",
    }
    assert await app.asks(ME) == {"name": "Karen Vig"}


@pytest.mark.parametrize("kind", [TextKind.TERMS, TextKind.ACCESSIBILITY])
async def test_other_texts_may_change_without_consent(app_of, karen, publishes, kind):
    app = await app_of(karen)

    await publishes(kind)

    assert (await app.asks(CONFIRM))["__typename"] == "ContactDetails"


@pytest.mark.parametrize(
    ("purposes", "missing"), [([], BOTH), (["APP_USE"], BOTH[1:]), (["RECORD_STORAGE"], BOTH[:1])]
)
async def test_renewing_one_of_the_two_is_not_enough(app_of, karen, purposes, missing):
    app = await app_of(karen)
    await Consent.filter(purpose__in=missing).delete()

    refused = await app.asks(RENEW, purposes=purposes)

    assert (refused["__typename"], refused["missing"]) == ("ConsentRequired", missing)
    assert (await app.asks(CONFIRM))["__typename"] == "ConsentRequired"


async def test_renewing_gives_what_is_missing_and_opens_what_was_closed(app_of, karen, clock):
    app = await app_of(karen)
    await Consent.filter(purpose="APP_USE").delete()
    assert (await app.asks(CONFIRM))["missing"] == ["APP_USE"]
    clock.goes(minutes=1)

    renewed = await app.asks(RENEW, purposes=BOTH)

    assert {c["purpose"]: c["givenAt"] for c in renewed["consents"]} == {
        "APP_USE": "2026-03-02T09:01:00+00:00",
        "RECORD_STORAGE": "2026-03-02T09:00:00+00:00",
    }
    assert (await app.asks(CONFIRM))["__typename"] == "ContactDetails"
    assert await AuditEvent.filter(action="renew_consent", subject=karen.id).count() == 1


async def test_a_new_text_is_renewed_and_opens_what_was_closed(app_of, karen, publishes, clock):
    app = await app_of(karen)
    await publishes(TextKind.APP_USE)
    clock.goes(minutes=1)

    renewed = await app.asks(RENEW, purposes=BOTH)

    assert {c["purpose"]: (c["givenAt"], c["text"]["version"]) for c in renewed["consents"]} == {
        "APP_USE": ("2026-03-02T09:01:00+00:00", 2),
        "RECORD_STORAGE": ("2026-03-02T09:00:00+00:00", 1),
    }
    assert (await app.asks(CONFIRM))["__typename"] == "ContactDetails"
    old = await Consent.get(text_id="APP_USE-1-da")
    assert (old.given_at, old.withdrawn_at) == (NINE, NINE + timedelta(minutes=1))
    assert await AuditEvent.filter(action="renew_consent", subject=karen.id).count() == 1


async def test_renewing_what_holds_changes_nothing(app_of, karen, clock):
    app = await app_of(karen)
    before = await app.asks(CONSENTS)
    clock.goes(minutes=1)

    await app.asks(RENEW, purposes=BOTH)

    assert await app.asks(CONSENTS) == before


async def test_a_new_text_does_not_interrupt_a_consultation(app_of, karen, ringing, publishes):
    """Accepting, asking for a moment and leaving need no new consent; entering does."""
    app = await app_of(karen)
    await publishes(TextKind.APP_USE)
    rung = {"id": ringing.id, "invitation": ringing.invitation_id}

    assert (await app.asks(A_MOMENT, **rung))["__typename"] == "Consultation"
    again = await put(ringing, lambda it: it.call_in(NINE))
    rung = {"id": ringing.id, "invitation": again.invitation_id}
    assert (await app.asks(ACCEPT, **rung))["__typename"] == "Consultation"
    assert (await app.asks(CONFIRM))["__typename"] == "ConsentRequired"


async def test_a_new_text_does_not_keep_anybody_in_the_waiting_room(
    app_of, karen, waiting, publishes
):
    app = await app_of(karen)
    await publishes(TextKind.RECORD_STORAGE)

    assert (await app.asks(LEAVE, id=waiting.id))["__typename"] == "Consultation"


async def test_a_new_text_is_consented_to_before_entering(app_of, karen, consultation, publishes):
    app = await app_of(karen)
    await publishes(TextKind.APP_USE)

    assert (await app.asks(ENTER, id=consultation.id))["__typename"] == "ConsentRequired"


async def test_the_patient_sees_what_they_have_consented_to(app_of, karen):
    app = await app_of(karen)

    receipts = (await app.asks(CONSENTS))["consents"]

    assert [(r["purpose"], r["channel"], r["givenAt"]) for r in receipts] == [
        ("APP_USE", "WEB", "2026-03-02T09:00:00+00:00"),
        ("RECORD_STORAGE", "WEB", "2026-03-02T09:00:00+00:00"),
    ]
    texts = [receipt["text"] for receipt in receipts]
    assert [text["id"] for text in texts] == ["APP_USE-1-da", "RECORD_STORAGE-1-da"]
    assert all(t["sha256"] == LegalText.digest(t["title"], t["body"]) for t in texts)


@pytest.mark.parametrize("purpose", BOTH)
async def test_who_withdraws_consent_is_told_what_that_means_and_is_signed_out(
    app_of, karen, ole, clock, purpose
):
    """A4: on all devices; the receipts are kept."""
    phone, tablet, oles = await app_of(karen), await app_of(karen), await app_of(ole)
    clock.goes(minutes=1)
    async with aclosing(await tablet.follows(CARD)) as card:
        assert (await anext(card)).data

        withdrawn = await phone.asks(WITHDRAW, purpose=purpose)

        [error] = (await anext(card)).errors
    assert error.extensions["code"] == "NOT_SIGNED_IN"
    assert withdrawn["withdrawnAt"] == "2026-03-02T09:01:00+00:00"
    assert withdrawn["explanation"].startswith("Du har trukket dit samtykke tilbage")
    assert "journal" in withdrawn["explanation"]
    assert await phone.refused(ME) == await tablet.refused(ME) == "NOT_SIGNED_IN"
    assert await oles.asks(ME) == {"name": "Ole Lund"}
    kept = {c.purpose.value: c.withdrawn_at for c in await Consent.filter(patient_id=karen.id)}
    assert kept == dict.fromkeys(BOTH) | {purpose: clock()}
    assert await AuditEvent.filter(action=f"withdraw_{purpose.lower()}").count() == 1


async def test_the_explanation_is_in_the_patients_language(app_of, karen):
    karen.language = "en"
    await karen.save()
    app = await app_of(karen, "en")

    withdrawn = await app.asks(WITHDRAW, purpose="APP_USE")

    assert withdrawn["explanation"].startswith("You have withdrawn your consent")


@pytest.mark.parametrize("state", ["waiting", "talking"])
async def test_who_withdraws_consent_finishes_the_consultation_first(
    app_of, karen, waiting, clock, state
):
    if state == "talking":
        rung = await put(waiting, lambda it: it.call_in(NINE))
        await put(rung, lambda it: it.accept(it.invitation_id, NINE))
    app = await app_of(karen)

    await app.asks(WITHDRAW, purpose="APP_USE")
    clock.goes(minutes=20)

    assert await app.asks(ME) == {"name": "Karen Vig"}
    assert (await app.asks(CONFIRM))["__typename"] == "ConsentRequired"
    if state == "talking":
        await put(waiting, lambda it: it.end(Outcome.COMPLETED, clock()))
    else:
        assert (await app.asks(LEAVE, id=waiting.id))["__typename"] == "Consultation"
    assert await app.refused(ME) == "NOT_SIGNED_IN"


async def test_who_changes_their_mind_in_the_waiting_room_stays_signed_in(
    app_of, karen, waiting, clock
):
    app = await app_of(karen)
    await app.asks(WITHDRAW, purpose="APP_USE")

    await app.asks(RENEW, purposes=BOTH)

    assert (await app.asks(LEAVE, id=waiting.id))["__typename"] == "Consultation"
    assert await app.asks(ME) == {"name": "Karen Vig"}
    assert await Consent.filter(patient_id=karen.id, withdrawn_at=clock()).count() == 1


async def test_consent_given_anew_opens_the_app_anew(app_of, karen, clock):
    before = await app_of(karen)
    await before.asks(WITHDRAW, purpose="APP_USE")
    clock.goes(minutes=1)
    assert await (await app_of(karen)).refused(ME) == "NOT_SIGNED_IN"

    texts = [text.id for text in await current_texts("da")]
    await give(karen, texts, SignInChannel.APP, clock(), clock())

    app = await app_of(karen)
    receipts = (await app.asks(CONSENTS))["consents"]
    assert {(r["purpose"], r["channel"]) for r in receipts} == {
        ("APP_USE", "APP"),
        ("RECORD_STORAGE", "WEB"),
    }
    assert (await app.asks(CONFIRM))["__typename"] == "ContactDetails"
    assert await Consent.filter(patient_id=karen.id).count() == 3


@pytest.mark.parametrize("act", [WITHDRAW, RENEW])
async def test_nobody_changes_consents_without_being_signed_in(app_of, dr_holm, act):
    asked = {"purpose": "APP_USE"} if act is not RENEW else {"purposes": BOTH}

    for who in (None, dr_holm):
        assert await (await app_of(who)).refused(act, **asked) == "NOT_SIGNED_IN"
    assert not await Consent.exists()
    assert await Session.all().count() == 1
