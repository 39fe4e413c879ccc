"""R35–R37: the check of camera and sound."""

import pytest

from models import AuditEvent, DeviceCheck

SUBMIT = """
  mutation ($input: SubmitDeviceCheckInput!) {
    submitDeviceCheck(input: $input) {
      result client deviceClass camera microphone speaker checkedAt help
    }
  }
"""

NEWEST = "query ($id: ID!) { consultation(id: $id) { deviceCheck { result checkedAt } } }"


def a_check(consultation, **parts):
    works = dict.fromkeys(("camera", "microphone", "speaker"), "PASSED")
    device = {"client": "WEB", "deviceClass": "PHONE"}
    return {"consultationId": consultation.id} | device | works | parts


async def test_all_works(app_of, karen, consultation):
    app = await app_of(karen)

    answer = await app.asks(SUBMIT, input=a_check(consultation))

    assert answer == {
        "result": "PASSED",
        "client": "WEB",
        "deviceClass": "PHONE",
        "camera": "PASSED",
        "microphone": "PASSED",
        "speaker": "PASSED",
        "checkedAt": "2026-03-02T09:00:00+00:00",
        "help": None,
    }
    event = await AuditEvent.get(action="submit_device_check")
    assert (event.actor, event.subject) == (karen.id, consultation.id)


@pytest.mark.parametrize(
    ("parts", "result", "help"),
    [
        ({"camera": "MISSING"}, "PASSED_WITH_WARNINGS", "Kamera eller lyd virker ikke."),
        ({"camera": "DENIED"}, "PASSED_WITH_WARNINGS", "Hjemmesiden har ikke adgang"),
        ({"microphone": "FAILED"}, "FAILED", "Kamera eller lyd virker ikke."),
        ({"speaker": "FAILED"}, "FAILED", "Kamera eller lyd virker ikke."),
        ({"microphone": "DENIED"}, "FAILED", "Hjemmesiden har ikke adgang"),
        ({"microphone": "DENIED", "client": "APP"}, "FAILED", "Appen har ikke adgang"),
    ],
    ids=str,
)
async def test_what_does_not_work_is_kept_and_comes_with_help(
    app_of, karen, consultation, parts, result, help
):
    """R36, A13: never a dead end."""
    app = await app_of(karen)

    answer = await app.asks(SUBMIT, input=a_check(consultation, **parts))

    assert answer["result"] == result
    assert answer["help"].startswith(help)
    assert await DeviceCheck.filter(consultation_id=consultation.id).count() == 1


async def test_help_is_in_the_askers_language(app_of, karen, consultation):
    app = await app_of(karen, language="en")

    answer = await app.asks(SUBMIT, input=a_check(consultation, camera="DENIED"))

    assert answer["help"].startswith("The website has no access")


async def test_the_newest_check_is_the_one_that_counts(app_of, karen, consultation, clock):
    app = await app_of(karen)
    assert (await app.asks(NEWEST, id=consultation.id))["deviceCheck"] is None

    await app.asks(SUBMIT, input=a_check(consultation))
    clock.goes(minutes=1)
    await app.asks(SUBMIT, input=a_check(consultation, speaker="FAILED"))

    newest = {"result": "FAILED", "checkedAt": "2026-03-02T09:01:00+00:00"}
    assert (await app.asks(NEWEST, id=consultation.id))["deviceCheck"] == newest


async def test_a_check_before_another_patients_consultation_is_kept_nowhere(
    app_of, karen, ole, consultation
):
    mine, anothers = await app_of(karen), await app_of(ole)
    await mine.asks(SUBMIT, input=a_check(consultation))
    assert (await mine.asks(NEWEST, id=consultation.id))["deviceCheck"]

    assert await anothers.refused(SUBMIT, input=a_check(consultation)) == "NOT_FOUND"
    unknown = a_check(consultation) | {"consultationId": "con_unknown"}
    assert await mine.refused(SUBMIT, input=unknown) == "NOT_FOUND"
    assert await anothers.asks(NEWEST, id=consultation.id) is None
    assert await DeviceCheck.all().count() == 1


async def test_nobody_checks_without_signing_in(app_of, consultation):
    app = await app_of(None)

    assert await app.refused(SUBMIT, input=a_check(consultation)) == "NOT_SIGNED_IN"
