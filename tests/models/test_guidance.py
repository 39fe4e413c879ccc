"""R31, R48–R51: practical information, and where to put the phone, by the kind of appointment."""

import pytest

from models import ConsultationType, Modality
from models.guidance import Advice, equipment_advice, practical_information
from tests.models.on_paper import a_service

TALK, MOVEMENT, SHOW_SKIN = ConsultationType


def keys(advice):
    return [one.key for one in advice]


@pytest.mark.parametrize(
    ("modality", "told"),
    [
        (Modality.IN_PERSON, ["ARRIVE_EARLY", "BRING_ID", "CANCEL_IN_TIME"]),
        (Modality.VIDEO, ["QUIET_PLACE", "START_FROM_LINK", "PERMISSION", "IF_DELAYED"]),
    ],
)
def test_practical_information_is_about_how_one_meets(modality, told):
    assert keys(practical_information(a_service(modality), "da")) == told


@pytest.mark.parametrize(
    ("consultation_type", "told"),
    [
        (TALK, ["FACE_THE_LIGHT"]),
        (MOVEMENT, ["ROOM_TO_MOVE", "SHOW_THE_MOVEMENT"]),
        (SHOW_SKIN, ["FACE_THE_LIGHT", "HOLD_CLOSE"]),
    ],
)
def test_where_to_put_the_phone_depends_on_the_type_of_consultation(consultation_type, told):
    by_video = a_service(Modality.VIDEO, consultation_type=consultation_type)

    assert keys(equipment_advice(by_video, "da")) == told


@pytest.mark.parametrize("consultation_type", ConsultationType)
def test_at_the_hospital_nobody_places_a_phone(consultation_type):
    in_person = a_service(Modality.IN_PERSON, consultation_type=consultation_type)

    assert equipment_advice(in_person, "da") == []


@pytest.mark.parametrize("consultation_type", ConsultationType)
def test_one_has_to_be_able_to_move_only_where_movement_is_examined(consultation_type):
    service = a_service(consultation_type=consultation_type)

    assert service.requires_movement is (consultation_type is MOVEMENT)


@pytest.mark.parametrize("language", ["da", "en"])
def test_room_to_move_is_told_in_the_words_of_the_guide(language):
    words = {"da": "plads til bevægelse", "en": "room to move"}

    [room, _] = equipment_advice(a_service(), language)

    assert isinstance(room, Advice)
    assert room.title != room.body
    assert words[language] in room.body


@pytest.mark.parametrize(
    ("language", "name"),
    [("da", "Forundersøgelse af skulder"), ("en", "Examination of a shoulder")],
)
def test_a_service_has_a_name_in_both_languages(language, name):
    assert a_service().name(language) == name
