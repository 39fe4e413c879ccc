"""Opaque ids with a prefix: they say what they are, and nothing else.

Any string is a safe look-up, none reveals a count, and none can be guessed (96 random bits).
Each is a function of its own because migrations refer to defaults by name.
"""

import re
import secrets


def is_id(text: str) -> bool:
    """Whether it looks like one of ours, whatever it is of."""
    return re.fullmatch(r"[a-z]{3}_[0-9a-f]{24}", text) is not None


def _new(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"


def patient_id() -> str:
    return _new("pat")


def staff_id() -> str:
    return _new("stf")


def session_id() -> str:
    return _new("ses")


def consent_id() -> str:
    return _new("cns")


def ticket_id() -> str:
    return _new("tic")


def clinic_id() -> str:
    return _new("cln")


def clinician_id() -> str:
    return _new("cli")


def service_id() -> str:
    return _new("srv")


def course_id() -> str:
    return _new("crs")


def appointment_id() -> str:
    return _new("apt")


def calendar_feed_id() -> str:
    return _new("cal")


def confirmation_id() -> str:
    return _new("cfm")


def consultation_id() -> str:
    return _new("con")


def invitation_id() -> str:
    return _new("inv")


def follow_up_id() -> str:
    return _new("fup")


def message_id() -> str:
    return _new("msg")


def room_id() -> str:
    return _new("rom")


def request_id() -> str:
    return _new("req")


def entitlement_id() -> str:
    return _new("ent")


def blocked_time_id() -> str:
    return _new("blk")


def media_session_id() -> str:
    return _new("med")
