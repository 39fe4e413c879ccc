"""Where a promise can stand, why we owe it, and how the patient was helped.

OPEN ─assign─▶ ASSIGNED ─the patient was reached─▶ CONTACTED
  │└──────────────┴───────── resolve ────────────────┴──▶ RESOLVED
  └── the patient came back ──▶ WITHDRAWN
"""

from enum import StrEnum


class FollowUpReason(StrEnum):
    DELAY = "DELAY"
    CLINIC_NO_SHOW = "CLINIC_NO_SHOW"
    TECHNICAL = "TECHNICAL"
    UNANSWERED = "UNANSWERED"


class FollowUpState(StrEnum):
    OPEN = "OPEN"
    ASSIGNED = "ASSIGNED"
    CONTACTED = "CONTACTED"
    RESOLVED = "RESOLVED"
    WITHDRAWN = "WITHDRAWN"


UNREACHED = (FollowUpState.OPEN, FollowUpState.ASSIGNED)
"""R46: nobody has contacted the patient yet, and time counts against us."""

LIVE = (*UNREACHED, FollowUpState.CONTACTED)
"""R47: the patient has not been helped onwards yet: somebody still has something to do."""


class Resolution(StrEnum):
    """R47: how the patient was helped onwards."""

    NEW_APPOINTMENT = "NEW_APPOINTMENT"
    PHONE = "PHONE"
    REFERRAL = "REFERRAL"
    DECLINED = "DECLINED"
