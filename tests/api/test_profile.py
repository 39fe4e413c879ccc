"""R8–R14: Min profil: who one is, how one is reached, what one has chosen and consented to."""

from datetime import date, timedelta

import pytest

from models import AuditEvent, Consent, ContactChange, ContactDetails, Patient
from models.consent import Purpose
from tests.cast import NINE, a_patient

PROFILE = """
  query {
    me {
      name bornOn maskedCpr language guardianIsInformed
      contactDetails { phone email street postcode city preferredChannel confirmedAt }
      contactReview { due lastConfirmedAt }
      settings { smsConfirmation smsVideoLink emailCopy sound vibration }
      consents { purpose givenAt text { id kind version language } }
      treatmentCourses { kind state openedAt }
    }
  }
"""

UPDATE = """
  mutation ($input: UpdateContactDetailsInput!) {
    updateContactDetails(input: $input) {
      __typename
      ... on ContactDetails { phone email street postcode city preferredChannel confirmedAt }
      ... on InvalidInput { field }
      ... on Error { code message }
    }
  }
"""

CONFIRM = """
  mutation { confirmContactDetails {
    __typename ... on ContactDetails { phone confirmedAt } ... on Error { code }
  } }
"""

CHOOSE = """
  mutation ($input: UpdateSettingsInput!) {
    updateSettings(input: $input) {
      __typename
      ... on Settings { smsConfirmation smsVideoLink emailCopy sound vibration }
      ... on InvalidInput { field }
      ... on Error { code message }
    }
  }
"""

REVIEW = "query { me { contactReview { due lastConfirmedAt } } }"


async def test_the_profile_of_somebody_new(app_of, karen):
    await Consent.filter(patient_id=karen.id).delete()
    app = await app_of(karen)

    assert await app.asks(PROFILE) == {
        "name": "Karen Vig",
        "bornOn": "1985-03-12",
        "maskedCpr": None,
        "language": "da",
        "guardianIsInformed": False,
        "contactDetails": {
            "phone": "+4520123456",
            "email": None,
            "street": None,
            "postcode": None,
            "city": None,
            "preferredChannel": "SMS",
            "confirmedAt": None,
        },
        "contactReview": {"due": False, "lastConfirmedAt": None},
        "settings": {
            "smsConfirmation": True,
            "smsVideoLink": True,
            "emailCopy": False,
            "sound": True,
            "vibration": True,
        },
        "consents": [],
        "treatmentCourses": [],
    }


async def test_the_profile_shows_whose_it_is_and_no_others(app_of, karen, ole):
    names = [(await (await app_of(who)).asks("{ me { name } }"))["name"] for who in (karen, ole)]

    assert names == ["Karen Vig", "Ole Lund"]


async def test_a_cpr_number_is_only_shown_masked(app_of, karen):
    await Patient.filter(id=karen.id).update(cpr_sealed="sealed")
    app = await app_of(karen)

    assert await app.asks("{ me { maskedCpr } }") == {"maskedCpr": "120385-••••"}


@pytest.mark.parametrize(
    ("born_on", "informed"),
    [(date(2008, 3, 2), False), (date(2008, 3, 3), True), (None, False)],
)
async def test_the_guardian_is_informed_until_the_eighteenth_birthday(
    app_of, db, born_on, informed
):
    app = await app_of(await a_patient("Ida Holm Bæk", born_on=born_on))

    assert await app.asks("{ me { guardianIsInformed } }") == {"guardianIsInformed": informed}


async def test_updating_contact_details_keeps_what_is_not_mentioned(app_of, karen):
    app = await app_of(karen)

    answer = await app.asks(
        UPDATE,
        input={
            "email": "karen@vig.example",
            "street": " Storegade  1 ",
            "preferredChannel": "PHONE",
        },
    )

    assert answer == {
        "__typename": "ContactDetails",
        "phone": "+4520123456",
        "email": "karen@vig.example",
        "street": "Storegade 1",
        "postcode": None,
        "city": None,
        "preferredChannel": "PHONE",
        "confirmedAt": "2026-03-02T09:00:00+00:00",
    }
    assert (await app.asks(PROFILE))["contactDetails"]["email"] == "karen@vig.example"


async def test_what_was_there_before_a_change_is_kept_and_the_change_is_audited(app_of, karen):
    app = await app_of(karen)

    await app.asks(UPDATE, input={"phone": "30 20 10 00"})

    before = await ContactChange.get(patient_id=karen.id)
    assert (before.phone, before.until) == ("+4520123456", NINE)
    event = await AuditEvent.get(action="update_contact_details")
    assert (event.actor, event.subject, event.at) == (karen.id, karen.id, NINE)


async def test_an_empty_text_takes_a_detail_away(app_of, karen):
    app = await app_of(karen)
    assert (await app.asks(PROFILE))["contactDetails"]["phone"]

    answer = await app.asks(UPDATE, input={"phone": ""})

    assert answer["phone"] is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"phone": "12"}, "Telefonnummeret kan ikke være rigtigt."),
        ({"phone": "+4520123"}, "Telefonnummeret kan ikke være rigtigt."),
        ({"email": "karen"}, "E-mailadressen kan ikke være rigtig."),
        ({"street": "x" * 121}, "Teksten er for lang eller indeholder tegn, der ikke kan bruges."),
        ({"postcode": "1" * 11}, "Teksten er for lang eller indeholder tegn, der ikke kan bruges."),
        ({"city": "By\x07"}, "Teksten er for lang eller indeholder tegn, der ikke kan bruges."),
        ({"city": "By\x1b[31m"}, "Teksten er for lang eller indeholder tegn, der ikke kan bruges."),
    ],
    ids=str,
)
async def test_with_one_mistake_nothing_of_the_input_is_kept(app_of, karen, wrong, message):
    app = await app_of(karen)
    before = await app.asks(PROFILE)

    answer = await app.asks(UPDATE, input={"preferredChannel": "EMAIL"} | wrong)

    [field] = wrong
    refused = {"__typename": "InvalidInput", "field": field, "code": "INVALID_INPUT"}
    assert answer == refused | {"message": message}
    assert await app.asks(PROFILE) == before
    assert await ContactChange.all().count() == await AuditEvent.all().count() == 0


async def test_a_mistake_is_explained_in_the_askers_language(app_of, karen):
    app = await app_of(karen, language="en")

    answer = await app.asks(UPDATE, input={"phone": "12"})

    assert answer["message"] == "The phone number cannot be right."


async def test_one_is_asked_to_confirm_while_in_a_course_of_treatment(
    app_of, karen, consultation, clock
):
    """R13: "Det er vigtigt at holde oplysningerne opdateret"."""
    app = await app_of(karen)
    assert (await app.asks(REVIEW))["contactReview"] == {"due": True, "lastConfirmedAt": None}

    answer = await app.asks(CONFIRM)

    confirmed_at = "2026-03-02T09:00:00+00:00"
    confirmed = {"phone": "+4520123456", "confirmedAt": confirmed_at}
    assert answer == {"__typename": "ContactDetails"} | confirmed
    review = {"due": False, "lastConfirmedAt": confirmed_at}
    assert (await app.asks(REVIEW))["contactReview"] == review


async def test_and_asked_again_after_half_a_year(app_of, karen, consultation):
    await ContactDetails.filter(patient_id=karen.id).update(confirmed_at=NINE - timedelta(days=180))
    app = await app_of(karen)

    assert (await app.asks(REVIEW))["contactReview"]["due"] is True


async def test_changing_some_settings_leaves_the_others(app_of, karen):
    app = await app_of(karen)

    answer = await app.asks(CHOOSE, input={"sound": False, "emailCopy": True, "vibration": None})

    assert answer == {
        "__typename": "Settings",
        "smsConfirmation": True,
        "smsVideoLink": True,
        "emailCopy": True,
        "sound": False,
        "vibration": True,
    }


async def test_changing_the_language(app_of, karen):
    app = await app_of(karen)

    await app.asks(CHOOSE, input={"language": "en"})

    assert (await app.asks(PROFILE))["language"] == "en"


@pytest.mark.parametrize("language", ["de", "", "DA"])
async def test_an_unknown_language_is_refused(app_of, karen, language):
    app = await app_of(karen)

    answer = await app.asks(CHOOSE, input={"language": language})

    assert (answer["__typename"], answer["field"]) == ("InvalidInput", "language")
    assert (await app.asks(PROFILE))["language"] == "da"


async def test_consents_that_hold_are_shown_with_their_wording(app_of, karen):
    await Consent.filter(patient_id=karen.id).delete()
    given = {"patient": karen, "purpose": Purpose.APP_USE, "given_at": NINE}
    await Consent.create(**given, text_id="APP_USE-1-da")
    await Consent.create(
        **given | {"purpose": Purpose.RECORD_STORAGE},
        text_id="RECORD_STORAGE-1-da",
        withdrawn_at=NINE,
    )
    app = await app_of(karen)

    text = {"id": "APP_USE-1-da", "kind": "APP_USE", "version": 1, "language": "da"}
    consent = {"purpose": "APP_USE", "givenAt": "2026-03-02T09:00:00+00:00", "text": text}
    assert (await app.asks(PROFILE))["consents"] == [consent]


async def test_courses_of_treatment_are_shown(app_of, karen, consultation):
    app = await app_of(karen)

    [course] = (await app.asks(PROFILE))["treatmentCourses"]
    opened = {"kind": "SPECIALIST", "state": "ACTIVE", "openedAt": "2026-03-01T09:00:00+00:00"}
    assert course == opened
