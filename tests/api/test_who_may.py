"""Who may ask, do and follow what: each root field is anybody's, the patients' or the staff's.

A field that is in none of the lists fails here: whose it is has to be decided.
"""

from contextlib import aclosing
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from schema import schema

ANYBODYS = {
    "query": {
        "loginProviders",
        "consentTexts",
        "appInfo",
        "terms",
        "helpArticles",
        "navigation",
        "session",
    },
    "mutation": {"giveConsent", "beginSignIn", "redeemSignIn", "signOut"},
    "subscription": set[str](),
}

PATIENTS = {
    "query": {
        "me",
        "frontPage",
        "hold",
        "myRequests",
        "myAppointments",
        "appointment",
        "bookingConfirmations",
        "bookingConfirmation",
        "consultation",
        "resolveDeepLink",
        "node",
    },
    "mutation": {
        "renewConsent",
        "withdrawConsent",
        "updateContactDetails",
        "confirmContactDetails",
        "updateSettings",
        "openCalendarFeed",
        "closeCalendarFeed",
        "bookAppointment",
        "holdSlot",
        "renewHold",
        "releaseHold",
        "bookHeld",
        "moveAppointment",
        "cancelAppointment",
        "requestAppointment",
        "withdrawRequest",
        "markConfirmationRead",
        "sendConfirmationAgain",
        "submitDeviceCheck",
        "acknowledgeInvitation",
        "enterWaitingRoom",
        "acceptConsultation",
        "askForAMoment",
        "leaveWaitingRoom",
        "returnToWaitingRoom",
    },
    "subscription": {"waitingRoom", "clinicianReady", "myAppointmentsChanged"},
}

STAFFS = {
    "query": {
        "staff",
        "followUps",
        "closedConsultations",
        "colleaguesQueue",
        "skippedMessages",
        "appointmentRequests",
        "clinicianDay",
    },
    "mutation": {
        "callIn",
        "cancelForPatient",
        "moveForPatient",
        "recordAttendance",
        "withdrawCall",
        "takeOver",
        "announceDelay",
        "endConsultation",
        "resolveFollowUp",
        "allocateTime",
        "declineRequest",
        "blockTime",
        "unblockTime",
        "correctOutcome",
        "assignFollowUp",
        "recordAttempt",
    },
    "subscription": {
        "clinicianQueue",
        "consultationAccepted",
        "followUpWorklist",
        "appointmentRequestsChanged",
    },
}

LEAVES = {"ID": '"con_unknown"', "String": '"x"', "Date": '"2026-03-03"', "Int": "1"}
LEAVES |= {"Boolean": "true", "DateTime": '"2026-03-03T09:00:00Z"'}

CONTRACT = build_schema(schema.as_str())
ROOTS: dict[str, GraphQLObjectType] = {
    "query": CONTRACT.query_type or GraphQLObjectType("Query", {}),
    "mutation": CONTRACT.mutation_type or GraphQLObjectType("Mutation", {}),
    "subscription": CONTRACT.subscription_type or GraphQLObjectType("Subscription", {}),
}


def plausible(type_: Any) -> str:
    """A value of that type, as one writes it in a document."""
    if isinstance(type_, GraphQLNonNull):
        return plausible(type_.of_type)
    if isinstance(type_, GraphQLList):
        return f"[{plausible(type_.of_type)}]"
    if isinstance(type_, GraphQLEnumType):
        return str(next(iter(type_.values)))
    if isinstance(type_, GraphQLInputObjectType):
        needed = {n: f for n, f in type_.fields.items() if is_required_input_field(f)}
        return "{" + ", ".join(f"{n}: {plausible(f.type)}" for n, f in needed.items()) + "}"
    return LEAVES[type_.name]


def document(kind: str, name: str) -> str:
    """The smallest document that asks for this field."""
    field = ROOTS[kind].fields[name]
    needed = {n: a for n, a in field.args.items() if is_required_argument(a)}
    arguments = ", ".join(f"{n}: {plausible(a.type)}" for n, a in needed.items())
    selection = "" if is_leaf_type(get_named_type(field.type)) else "{ __typename }"
    return f"{kind} {{ {name}{f'({arguments})' if arguments else ''} {selection} }}"


def each(fields: dict[str, set[str]]) -> Any:
    both = [(kind, name) for kind, names in fields.items() for name in sorted(names)]
    return pytest.mark.parametrize(("kind", "name"), both, ids=[name for _, name in both])


async def codes(app: Any, kind: str, name: str) -> list[str]:
    """The codes of what went wrong; none when all went well."""
    if kind == "subscription":
        async with aclosing(await app.follows(document(kind, name))) as stream:
            result = await anext(stream)
    else:
        result = await schema.execute(document(kind, name), context_value=app.context)
    return [(error.extensions or {})["code"] for error in result.errors or []]


EITHERS = {
    "query": {"services", "slots", "mediaAccess"},
    "mutation": {"endSession", "heartbeat", "joinMedia", "sendMediaSignal", "reportMedia"},
    "subscription": {"availabilityChanged", "mediaSignals"},
}


@each(EITHERS)
async def test_what_is_everybodys_who_is_signed_in_is_not_nobodys(
    app_of, karen, dr_holm, kind, name
):
    for insider in (karen, dr_holm):
        assert "NOT_SIGNED_IN" not in await codes(await app_of(insider), kind, name)

    assert await codes(await app_of(None), kind, name) == ["NOT_SIGNED_IN"]


def test_of_each_root_field_it_is_decided_whose_it_is():
    for kind, root in ROOTS.items():
        decided = [*ANYBODYS[kind], *PATIENTS[kind], *STAFFS[kind], *EITHERS[kind]]
        assert sorted(decided) == sorted(root.fields)


@each(ANYBODYS)
async def test_what_is_anybodys_needs_no_signing_in(app_of, kind, name):
    assert await codes(await app_of(None), kind, name) == []


@each(PATIENTS)
async def test_what_is_the_patients_is_neither_staffs_nor_nobodys(
    app_of, karen, dr_holm, sara, kind, name
):
    """For her own app the unknown ids are what is wrong, if anything."""
    assert "NOT_SIGNED_IN" not in await codes(await app_of(karen), kind, name)

    for outsider in (dr_holm, sara, None):
        assert await codes(await app_of(outsider), kind, name) == ["NOT_SIGNED_IN"]


@each(STAFFS)
async def test_what_is_the_staffs_is_neither_patients_nor_nobodys(
    app_of, karen, dr_holm, kind, name
):
    assert "NOT_SIGNED_IN" not in await codes(await app_of(dr_holm), kind, name)

    for outsider in (karen, None):
        assert await codes(await app_of(outsider), kind, name) == ["NOT_SIGNED_IN"]


@each({kind: PATIENTS[kind] | STAFFS[kind] for kind in ROOTS})
async def test_twelve_hours_after_signing_in_one_signs_in_again(
    app_of, karen, dr_holm, clock, kind, name
):
    app = await app_of(karen if name in PATIENTS[kind] else dr_holm)
    assert "NOT_SIGNED_IN" not in await codes(app, kind, name)

    clock.goes(hours=12)

    assert await codes(app, kind, name) == ["NOT_SIGNED_IN"]
