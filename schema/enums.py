"""The models' enums, as clients see them. Import them from here, so that they are described.

New values may come in all of them: a client should have an answer for one it does not know.
"""

from models.appointment import AppointmentState, CancelledBy
from models.appointment.actions import Action
from models.appointment_request import RequestState
from models.bookability import Hindrance
from models.clinic import BookingMode, ConsultationType, Modality, ServiceKind
from models.consent import Purpose as ConsentPurpose
from models.consent import SignInChannel
from models.consent import TextKind as LegalTextKind
from models.consultation.states import LeftReason
from models.consultation.states import Outcome as ConsultationOutcome
from models.consultation.states import State as ConsultationState
from models.contact import Channel
from models.course import CourseState
from models.deep_link import LinkState as DeepLinkState
from models.device_check import CheckResult, ClientKind, DeviceClass, PartResult
from models.entitlement import Payer
from models.follow_up.alarm import Alarm
from models.follow_up.states import FollowUpReason, FollowUpState, Resolution
from models.invitation import InvitationState
from models.media.participant import Participant
from models.media.signals import SignalKind
from models.message import MessageKind, MessageState, SkipReason
from models.presence import PresenceState
from models.session import Landing, Provider
from models.staff import Role
from resolvers.appointments import AppointmentFilter
from resolvers.public import HelpTopic, Icon, NavigationKey
from schema.shows import describe
from subscriptions.live import Cause
from subscriptions.screen import Politeness

__all__ = [
    "Action",
    "Alarm",
    "AppointmentFilter",
    "AppointmentState",
    "BookingMode",
    "CancelledBy",
    "Cause",
    "Channel",
    "CheckResult",
    "ClientKind",
    "ConsentPurpose",
    "ConsultationOutcome",
    "ConsultationState",
    "ConsultationType",
    "CourseState",
    "DeepLinkState",
    "DeviceClass",
    "FollowUpReason",
    "FollowUpState",
    "HelpTopic",
    "Hindrance",
    "Icon",
    "InvitationState",
    "Landing",
    "LeftReason",
    "LegalTextKind",
    "MessageKind",
    "MessageState",
    "Modality",
    "NavigationKey",
    "PartResult",
    "Participant",
    "Payer",
    "Politeness",
    "PresenceState",
    "Provider",
    "RequestState",
    "Resolution",
    "Role",
    "ServiceKind",
    "SignInChannel",
    "SignalKind",
    "SkipReason",
]

describe(
    Provider,
    "The two that the guide names for logging in (R1).",
    MITID="Denmark's eID.",
    NEMID="Its predecessor, closed on 31 October 2023: refused with `ProviderRetired`.",
)
describe(
    Landing,
    "Where the patient comes after signing in.",
    PROFILE="Min profil, the first page (R8).",
    DEEP_LINK="The page that was asked for before signing in.",
)
describe(
    ConsentPurpose,
    "What is consented to before signing in; both are needed (R2).",
    name="ConsentPurpose",
    APP_USE="To use the app (R3).",
    RECORD_STORAGE="That we may store information in our record system (R4).",
)
describe(
    LegalTextKind,
    "The texts that have versions and are never changed once published.",
    name="LegalTextKind",
    APP_USE="What is consented to for using the app.",
    RECORD_STORAGE="What is consented to for storing in the record system.",
    TERMS="Vilkår (R12).",
    ACCESSIBILITY="The accessibility statement.",
)
describe(
    Channel,
    "How a patient is contacted, or would rather be.",
    SMS="By text message.",
    PHONE="By phone.",
    EMAIL="By e-mail.",
)
describe(
    NavigationKey,
    "The places in the bar (R16).",
    FRONT_PAGE="The front page, behind the heart (R15).",
    MY_APPOINTMENTS="Mine aftaler (R25).",
    PROFILE="Min profil (R8).",
)
describe(
    Icon,
    "The icons in the bar.",
    HEART="A heart.",
    CALENDAR="A calendar.",
    PERSON="A person.",
)
describe(HelpTopic, "What help can be read about.", LOGIN="Logging in (R7).")
describe(
    ServiceKind,
    "Whom one books a time with.",
    DOCTOR="A doctor (R17).",
    PSYCHOLOGIST="A psychologist (R18).",
    SPECIALIST="A specialist; the service says in what (R19).",
)
describe(
    Modality,
    "How patient and clinician meet (R32).",
    IN_PERSON="At the hospital; there is an address to go to (R30).",
    VIDEO="By video, through the waiting room.",
)
describe(
    ConsultationType,
    "What happens in it; the advice on placing the equipment depends on it (R48).",
    TALK="A conversation.",
    MOVEMENT="The patient may be asked to move a shoulder or walk a few steps (R50).",
    SHOW_SKIN="The patient may be asked to hold the camera close to the skin.",
)
describe(
    CourseState,
    "Where a course of treatment stands.",
    ACTIVE="Under way: contact details are to be kept up to date (R13).",
    ENDED="Over. Final.",
)
describe(
    AppointmentState,
    "Where an appointment stands.",
    HELD="Kept while the patient decides: a `Hold`, not yet an appointment.",
    RELEASED="A hold that was given back or ran out: not an appointment.",
    BOOKED="The time is the patient's.",
    FULFILLED="It took place. Staff may correct it.",
    CANCELLED="It will not take place. Final.",
    NO_SHOW="The patient did not come. Staff may correct it.",
    NOT_HELD="It did not take place, and not because the patient stayed away.",
)
describe(
    Action,
    "What can be done with an appointment.",
    MOVE="`moveAppointment`.",
    CANCEL="`cancelAppointment`.",
    ENTER_WAITING_ROOM="R38: `enterWaitingRoom`, after the check of camera and sound.",
    LEAVE_WAITING_ROOM="R45: `leaveWaitingRoom` with the promise that we call.",
    RETURN_TO_WAITING_ROOM="`returnToWaitingRoom`.",
    ACCEPT_CONSULTATION="R43: `acceptConsultation`.",
    ASK_FOR_A_MOMENT="`askForAMoment`.",
    LEAVE_EARLY="`leaveWaitingRoom` with `evenIfNotLate`, without the promise.",
    RECORD_ATTENDANCE="AP6: `recordAttendance`, for staff only.",
)
describe(
    CancelledBy,
    "Who cancelled it.",
    PATIENT="The patient.",
    CLINIC="The clinic.",
)
describe(
    BookingMode,
    "R20: the way to a time.",
    SELF="The patient chooses a free time.",
    REQUEST="The patient asks for a time, and is given one.",
)
describe(
    Hindrance,
    "Why a patient may not book a service by themselves.",
    AGE_UNKNOWN="We do not know how old the patient is.",
    TOO_YOUNG="Not old enough yet.",
    REFERRAL_MISSING="A referral is needed, and we have none.",
    GUARANTEE_MISSING="The insurer's guarantee of payment is needed, and we have none.",
)
describe(
    Payer,
    "Who pays.",
    SELF="The patient.",
    INSURANCE="The insurer, who has given a guarantee.",
    PUBLIC="The region, to which the patient was referred.",
)
describe(
    RequestState,
    "Where a request for a time stands.",
    OPEN="Nobody has found a time yet.",
    ALLOCATED="The patient has been given a time. Final.",
    DECLINED="No time can be given; the reason says why. Final.",
    WITHDRAWN="The patient no longer wants it. Final.",
)
describe(
    AppointmentFilter,
    "Which of the patient's appointments.",
    ACTIVE="Booked ones until 15 minutes after their end, and live consultations (R26).",
    HISTORY="All others, the latest first.",
)
describe(
    ConsultationState,
    "Where a video consultation stands. Whether somebody is connected is never a state.",
    name="ConsultationState",
    SCHEDULED="Nobody has come yet.",
    WAITING="The patient is in the waiting room (R39).",
    CLINICIAN_READY="The clinician is ready, and the patient is asked to accept (R40-R43).",
    IN_PROGRESS="The patient has accepted (R43).",
    LEFT="The patient has left the waiting room, and may come back while it is open (R45).",
    ENDED="It is over: ended by the clinician, or closed when nobody did. Final.",
    CANCELLED="The appointment was cancelled. Final.",
)
describe(
    ConsultationOutcome,
    "How a consultation ended. The first three a clinician can say; when nobody ended it, the "
    "system proposes one by the evidence, and staff may correct it.",
    name="ConsultationOutcome",
    COMPLETED="It was held by video.",
    HELD_BY_PHONE="It was held by phone instead.",
    TECHNICAL_FAILURE="It could not be held; we contact the patient within two working days.",
    PATIENT_NO_SHOW="The patient did not come, and nothing shows that something kept them.",
    CLINIC_NO_SHOW="The patient waited and was never called in; we owe a follow-up.",
    UNANSWERED="The clinician called, and no conversation came of it; we owe a follow-up.",
    LEFT_DUE_TO_DELAY="The patient left a late clinician; we owe a follow-up (R45-R46).",
    LEFT_EARLY="The patient left by their own choice.",
)
describe(
    LeftReason,
    "Why the patient left the waiting room.",
    DUE_TO_DELAY="The clinician was more than ten minutes late: we owe a follow-up (R44-R46).",
    EARLY="By the patient's own choice, without the promise.",
)
describe(
    InvitationState,
    "Where an invitation stands. All but PENDING are final.",
    PENDING="It rings, until `expiresAt`.",
    ACCEPTED="The patient accepted (R43).",
    DECLINED="The patient asked for a moment.",
    EXPIRED="Nobody answered; the place in the waiting room is kept.",
    WITHDRAWN="Taken back, or the patient left.",
)
describe(
    ClientKind,
    "What the patient uses (R35).",
    APP="The app.",
    WEB="The website.",
)
describe(
    DeviceClass,
    "What kind of device it runs on (R51).",
    PHONE="A smartphone.",
    TABLET="A tablet.",
    DESKTOP="A computer.",
)
describe(
    PartResult,
    "How the check of camera, microphone or speaker went (R37).",
    PASSED="It works.",
    FAILED="It is there, and does not work.",
    DENIED="Permission was refused in the pop-up (R36).",
    MISSING="There is none.",
)
describe(
    CheckResult,
    "Whether one can go on to the waiting room (R38).",
    PASSED="Camera and sound work.",
    PASSED_WITH_WARNINGS="Sound works, the camera does not: one can go on.",
    FAILED="Without sound there is no consultation; `help` says what to do.",
)
describe(
    FollowUpReason,
    "Why we owe the patient a call.",
    DELAY="The clinician was more than ten minutes late, and the patient left (R45).",
    CLINIC_NO_SHOW="The patient waited, and nobody called them in.",
    TECHNICAL="The consultation failed for technical reasons.",
    UNANSWERED="The clinician called, and the two did not reach each other.",
)
describe(
    FollowUpState,
    "Where the promise stands. The first three are still to be kept.",
    OPEN="We owe it, and nobody has taken it.",
    ASSIGNED="Somebody has taken it, and has not reached the patient yet.",
    CONTACTED="The patient has been reached, and is not helped onwards yet.",
    RESOLVED="We have contacted the patient and helped (R47). Final.",
    WITHDRAWN="The patient came back by themselves. Final.",
)
describe(
    Alarm,
    "How near a promise is to being broken, by its time alone (R46).",
    NONE="Not near, or the patient is reached.",
    REMINDER="The first working day is over, and the patient is not reached.",
    DUE_SOON="Two hours or less are left.",
    OVERDUE="The promise is broken. It stays on the list until somebody keeps it.",
)
describe(
    Resolution,
    "How the patient was helped onwards (R47).",
    NEW_APPOINTMENT="With a new appointment, which has been booked.",
    PHONE="On the phone.",
    REFERRAL="By referring to somebody else.",
    DECLINED="The patient wanted no more help.",
)
describe(
    DeepLinkState,
    "What the link in a text message leads to.",
    name="DeepLinkState",
    APPOINTMENT="The appointment at the hospital.",
    TOO_EARLY="The video consultation cannot be started yet: `opensAt` says when.",
    OPEN="The video consultation can be started now (R34).",
    MOVED="The appointment has another time than the message said.",
    CANCELLED="The appointment was cancelled.",
    ENDED="The appointment is over; `followUp` is what we have promised, if anything.",
)
describe(
    MessageKind,
    "What a text message tells of.",
    BOOKING_CONFIRMATION="A new confirmation (R21).",
    REMINDER="The appointment tomorrow (R14).",
    VIDEO_LINK="The video consultation in ten minutes (R33).",
    READY="That the clinician is ready, when no client has shown it within 15 seconds (R41).",
    CANCELLED="The clinic had to cancel.",
)
describe(
    SkipReason,
    "Why a text message was not sent.",
    TOO_LATE="The appointment had begun before it could be sent.",
    NOT_TAKEN="The SMS gateway would not take it.",
    NO_PHONE="The patient has given no number.",
    APPOINTMENT_CHANGED="The appointment was moved or cancelled.",
    NOT_NEEDED="The patient had seen the call already, or it no longer rang.",
    NOT_WANTED="The patient has turned such messages off (R11).",
    TOO_MANY="The patient got so many within 24 hours; staff see those that still hold.",
)
describe(
    Role,
    "What a member of staff does here.",
    CLINICIAN="Treats patients.",
    COORDINATOR="Reception and the follow-up desk.",
)
describe(
    Cause,
    "Why a live value was sent.",
    SNAPSHOT="The first: how things are now.",
    CHANGE="Somebody did something.",
    HEARTBEAT="Time has passed: something changed by itself, or nothing did.",
)
describe(
    Politeness,
    "How a screen reader should announce it.",
    POLITE="When the reader is idle.",
    ASSERTIVE="At once.",
)
describe(
    SignInChannel,
    "Through what somebody signed in or gave consent.",
    WEB="A browser.",
    APP="The app.",
)
describe(
    Participant,
    "One of the two who talk.",
    PATIENT="The patient.",
    CLINICIAN="The clinician.",
)
describe(
    SignalKind,
    "What is told for the sake of the connection.",
    START="Ours: both are there; begin anew, in this round. The clinician makes an offer.",
    OFFER="The clinician's: the SDP.",
    ANSWER="The patient's: the SDP.",
    CANDIDATE="An address to try, as JSON.",
    RESTART="The patient's: the connection was lost, make another offer.",
    BYE="The other closed the call; the consultation goes on.",
    SUPERSEDED="Ours, and the last: one has joined again elsewhere.",
    ENDED="Ours, and the last: the consultation is over.",
)
describe(
    PresenceState,
    "Whether somebody is there just now, by their heartbeats alone.",
    CONNECTED="Heard of within 30 seconds.",
    RECONNECTING="Not heard of for 30 seconds; it may come back by itself.",
    GONE="Not heard of for two minutes. The place is kept all the same.",
)
describe(
    MessageState,
    "Where a text message stands.",
    DUE="To be sent when it is due.",
    CLAIMED="Just being sent.",
    SENT="The gateway has it.",
    SKIPPED="Not sent after all.",
)
