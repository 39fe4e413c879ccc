"""Who may book what by themselves, what entitles them to it, who pays, and what the letter says."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import (
    AppointmentState,
    BookingMode,
    Entitlement,
    EntitlementKind,
    Modality,
    Payer,
    Room,
    ServiceKind,
)
from models.bookability import Hindrance, check_bookable, hindrances
from models.clinic import Service
from models.confirmation import compose, kroner
from models.entitlement import kinds_for, payer_of
from models.refused import NotBookable, NotFound
from models.texts import say
from models.times import danish_day
from tests.cast import NINE
from tests.models.on_paper import a_course, a_service, an_offer, booked, karen

REFERRAL, GUARANTEE = EntitlementKind.REFERRAL, EntitlementKind.GUARANTEE
SELF, INSURANCE, PUBLIC = Payer.SELF, Payer.INSURANCE, Payer.PUBLIC
IN_PERSON, VIDEO = Modality.IN_PERSON, Modality.VIDEO
MONDAY = date(2026, 3, 2)
MIDNIGHT_IN_DENMARK = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
A_MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("now", "in_the_way"),
    [
        (MIDNIGHT_IN_DENMARK - A_MILLISECOND, [Hindrance.TOO_YOUNG]),
        (MIDNIGHT_IN_DENMARK, []),
    ],
    ids=["the day before", "from midnight in Denmark"],
)
def test_from_the_fifteenth_birthday_one_books_by_oneself(now, in_the_way):
    ida = karen(born_on=date(2011, 3, 2))

    assert hindrances(a_service(), ida.age(now), ()) == in_the_way


@pytest.mark.parametrize(
    ("age", "in_the_way"),
    [(0, True), (17, True), (18, False), (101, False)],
)
def test_a_service_can_be_for_older_patients_only(age, in_the_way):
    service = a_service(minimum_age=18)

    assert (hindrances(service, age, ()) == [Hindrance.TOO_YOUNG]) is in_the_way


def test_of_whom_we_do_not_know_the_age_we_do_not_say_too_young():
    assert hindrances(a_service(), karen(born_on=None).age(NINE), ()) == [Hindrance.AGE_UNKNOWN]


NEEDS = {
    "nothing": ({}, (), []),
    "a referral, and there is none": ({"needs_referral": True}, (), [Hindrance.REFERRAL_MISSING]),
    "a referral, and there is a guarantee": (
        {"needs_referral": True},
        {GUARANTEE},
        [Hindrance.REFERRAL_MISSING],
    ),
    "a referral, and there is one": ({"needs_referral": True}, {REFERRAL}, []),
    "a guarantee, and there is none": (
        {"needs_guarantee": True},
        (),
        [Hindrance.GUARANTEE_MISSING],
    ),
    "a guarantee, and there is a referral": (
        {"needs_guarantee": True},
        {REFERRAL},
        [Hindrance.GUARANTEE_MISSING],
    ),
    "a guarantee, and there is one": ({"needs_guarantee": True}, {GUARANTEE}, []),
    "both, and there are both": (
        {"needs_referral": True, "needs_guarantee": True},
        {REFERRAL, GUARANTEE},
        [],
    ),
    "nothing, and there are both": ({}, {REFERRAL, GUARANTEE}, []),
}


@pytest.mark.parametrize(("needs", "kinds", "in_the_way"), NEEDS.values(), ids=NEEDS)
def test_what_a_service_needs_and_the_patient_does_not_have_is_in_the_way(needs, kinds, in_the_way):
    service = a_service(**needs)

    assert hindrances(service, 40, kinds) == in_the_way
    if not in_the_way:
        check_bookable(service, 40, kinds)


@pytest.mark.parametrize(
    ("age", "of_age"), [(14, Hindrance.TOO_YOUNG), (None, Hindrance.AGE_UNKNOWN)]
)
def test_everything_that_is_in_the_way_is_said_at_once(age, of_age):
    service = a_service(needs_referral=True, needs_guarantee=True)

    with pytest.raises(NotBookable) as refusal:
        check_bookable(service, age, ())

    assert refusal.value.service is service
    assert refusal.value.hindrances == [
        of_age,
        Hindrance.REFERRAL_MISSING,
        Hindrance.GUARANTEE_MISSING,
    ]


def test_the_refusal_says_why_and_how_old_one_has_to_be_in_the_patients_language():
    service = a_service(minimum_age=18, needs_referral=True)

    with pytest.raises(NotBookable) as refusal:
        check_bookable(service, 17, ())

    assert refusal.value.message("da") == (
        "Du skal være fyldt 18 år for selv at kunne bestille denne tid. "
        "Du skal have en henvisning, før du kan bestille denne tid."
    )
    assert refusal.value.message("en") == (
        "You must be at least 18 years old to book this yourself. "
        "You need a referral before you can book this."
    )


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("hindrance", Hindrance)
def test_every_hindrance_can_be_read(hindrance, language):
    assert hindrance.said(a_service(), language)


def an_entitlement(kind=GUARANTEE, valid_until=MONDAY, **known):
    usual = {"service_kind": ServiceKind.SPECIALIST, "speciality": None, "reference": "T-4711"}
    return Entitlement(
        patient_id="pat_karen",
        kind=kind,
        valid_until=valid_until,
        recorded_by="stf_sara",
        recorded_at=NINE,
        **(usual | known),
    )


SPECIALITIES = {
    "any, for one": (None, "Ortopædkirurgi", True),
    "any, for none": (None, None, True),
    "one, for the same": ("Ortopædkirurgi", "Ortopædkirurgi", True),
    "one, for another": ("Ortopædkirurgi", "Dermatologi", False),
    "one, for none": ("Ortopædkirurgi", None, False),
}


@pytest.mark.parametrize(
    ("for_speciality", "of_the_service", "covers"), SPECIALITIES.values(), ids=SPECIALITIES
)
def test_an_entitlement_is_for_one_speciality_or_for_any(for_speciality, of_the_service, covers):
    service = a_service(speciality=of_the_service)

    assert an_entitlement(speciality=for_speciality).covers(service, MONDAY) is covers


@pytest.mark.parametrize("kind", ServiceKind)
def test_an_entitlement_is_for_one_kind_of_service(kind):
    assert an_entitlement().covers(a_service(kind=kind), MONDAY) is (kind is ServiceKind.SPECIALIST)


@pytest.mark.parametrize(
    ("starts_at", "covers"),
    [
        (MIDNIGHT_IN_DENMARK, True),
        (MIDNIGHT_IN_DENMARK + timedelta(days=1) - A_MILLISECOND, True),
        (MIDNIGHT_IN_DENMARK + timedelta(days=1), False),
    ],
    ids=["as it begins", "in its last millisecond", "not the day after"],
)
def test_the_last_day_is_included_by_the_danish_calendar(starts_at, covers):
    assert an_entitlement().covers(a_service(), danish_day(starts_at)) is covers


def test_a_patient_has_of_each_kind_what_covers_the_service_on_that_day():
    had = [
        an_entitlement(REFERRAL, MONDAY),
        an_entitlement(GUARANTEE, MONDAY - timedelta(days=1)),
        an_entitlement(GUARANTEE, MONDAY, service_kind=ServiceKind.PSYCHOLOGIST),
    ]

    assert kinds_for(had, a_service(), MONDAY) == {REFERRAL}
    assert kinds_for(had, a_service(), MONDAY - timedelta(days=1)) == {REFERRAL, GUARANTEE}
    assert kinds_for(had, a_service(), MONDAY + timedelta(days=1)) == set()
    assert kinds_for([], a_service(), MONDAY) == set()


async def test_what_a_patient_is_entitled_to_is_the_patients_own(karen, ole, shoulder):
    theirs = an_entitlement(speciality=shoulder.speciality)
    theirs.patient_id = karen.id
    await theirs.save()

    assert await karen.entitled_by(shoulder, MONDAY) == {GUARANTEE}
    assert await karen.entitled_by(shoulder, MONDAY + timedelta(days=1)) == set()
    assert await ole.entitled_by(shoulder, MONDAY) == set()


@pytest.mark.parametrize(
    ("kinds", "payer"),
    [
        ((), SELF),
        ({REFERRAL}, PUBLIC),
        ({GUARANTEE}, INSURANCE),
        ({REFERRAL, GUARANTEE}, INSURANCE),
    ],
    ids=["with nothing", "with a referral", "with a guarantee", "with both"],
)
def test_who_pays_is_said_by_what_the_patient_has(kinds, payer):
    assert payer_of(kinds) is payer


@pytest.mark.parametrize(
    ("payer", "price"), [(SELF, 1250), (INSURANCE, None), (PUBLIC, None)], ids=list(Payer)
)
def test_the_patient_is_told_a_price_only_if_the_patient_pays_it(payer, price):
    assert an_offer(service=a_service(price=1250), payer=payer).price == price


@pytest.mark.parametrize(
    ("payer", "price"), [(SELF, 1250), (INSURANCE, None), (PUBLIC, None)], ids=list(Payer)
)
def test_who_pays_and_how_much_stands_in_the_appointment(payer, price):
    service = a_service(price=1250)
    appointment = booked(service)
    appointment.state = AppointmentState.RELEASED

    offer = an_offer(service=service, payer=payer)
    appointment.book(karen(), offer, a_course(karen(), service), NINE)

    assert (appointment.payer, appointment.price) == (payer, price)


PAYMENT = {
    "a price": (1250, SELF, "1.250 kr. Du betaler selv.", "DKK 1.250. You pay yourself."),
    "a small price": (95, SELF, "95 kr. Du betaler selv.", "DKK 95. You pay yourself."),
    "nothing to pay": (0, SELF, "0 kr. Du betaler selv.", "DKK 0. You pay yourself."),
    "a price that depends": (
        None,
        SELF,
        "Du betaler selv. Ring til os for at høre prisen.",
        "You pay yourself. Call us to hear the price.",
    ),
    "the insurer": (
        1250,
        INSURANCE,
        "Dit forsikringsselskab betaler. Medbring din betalingsgaranti.",
        "Your insurance company pays. Bring your guarantee of payment.",
    ),
    "the public": (
        1250,
        PUBLIC,
        "Regionen betaler, fordi du er henvist.",
        "The region pays, because you have been referred.",
    ),
}


def said_under(key, offer, language):
    heading = say(f"confirmation-{key}", language)
    [section] = [it for it in compose(offer, language) if it["heading"] == heading]
    return section["body"]


@pytest.mark.parametrize(("price", "payer", "danish", "english"), PAYMENT.values(), ids=PAYMENT)
def test_the_letter_says_who_pays_and_how_much(price, payer, danish, english):
    offer = an_offer(service=a_service(price=price), payer=payer)

    assert said_under("payment", offer, "da") == danish
    assert said_under("payment", offer, "en") == english


@pytest.mark.parametrize(
    ("whole", "written"),
    [(0, "0"), (999, "999"), (1000, "1.000"), (12500, "12.500"), (1250000, "1.250.000")],
)
def test_prices_are_written_with_points_between_the_thousands(whole, written):
    assert kroner(whole) == written


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_letter_says_in_which_room_one_is_seen(language):
    room = Room(id="rom_3", clinic_id="cln_ringsted", name="Stue 3")
    address = "Aleris Ringsted, Haslevvej 13, 4100 Ringsted"

    there = an_offer(service=a_service(IN_PERSON), room=room)
    somewhere = an_offer(service=a_service(IN_PERSON))
    by_video = an_offer(service=a_service(VIDEO), room=room)

    assert said_under("where", there, language) == f"{address}, Stue 3"
    assert said_under("where", somewhere, language) == address
    assert said_under("where", by_video, language) == say("confirmation-by-video", language)


@pytest.mark.parametrize("mode", BookingMode)
def test_some_services_are_booked_and_for_others_a_time_is_asked_for(mode):
    assert a_service(booking_mode=mode).is_by_request is (mode is BookingMode.REQUEST)


async def test_a_service_comes_with_its_clinic_and_whoever_offers_it(shoulder, holm):
    whole = await Service.whole(shoulder.id)

    assert whole.clinic.name == "Aleris Ringsted"
    assert [one.id for one in whole.clinicians] == [holm.id]


@pytest.mark.parametrize("id", ["srv_0123456789abcdef01234567", "", "' OR 1=1 --"])
async def test_a_service_that_is_not_there_is_not_found(db, id):
    with pytest.raises(NotFound):
        await Service.whole(id)
