"""What things are, and what is allowed. Every rule is here, and rules are nowhere else."""

from models.appointment import Appointment, AppointmentState
from models.appointment_request import AppointmentRequest, RequestState
from models.audit import AuditEvent
from models.blocked_time import BlockedTime
from models.calendar_feed import CalendarFeed
from models.clinic import (
    BookingMode,
    Clinic,
    Clinician,
    ConsultationType,
    Modality,
    Room,
    Service,
    ServiceKind,
)
from models.confirmation import BookingConfirmation
from models.consent import Consent, LegalText, Purpose, TextKind
from models.consent_ticket import ConsentTicket
from models.consultation import Consultation
from models.consultation.correction import OutcomeCorrection
from models.contact import Channel, ContactDetails, NewContact
from models.contact_change import ContactChange
from models.course import CourseState, TreatmentCourse
from models.deep_link import DeepLink
from models.device_check import DeviceCheck
from models.entitlement import Entitlement, EntitlementKind, Payer
from models.follow_up import FollowUp, FollowUpAttempt
from models.idempotency import IdempotencyKey
from models.identity import IdentityLink
from models.invitation import Invitation
from models.media import MediaSession
from models.media.participant import Participant
from models.media.relay import MediaRelay
from models.media.signals import MediaSignal, SignalKind
from models.message import Message, MessageKind
from models.offer import Offer
from models.patient import Patient
from models.patient_settings import Settings
from models.schedule import ScheduleRule
from models.session import Provider, Session
from models.sign_in import SignInAttempt
from models.slot import Slot
from models.staff import Role, StaffMember

__all__ = [
    "Appointment",
    "AppointmentRequest",
    "AppointmentState",
    "AuditEvent",
    "BlockedTime",
    "BookingConfirmation",
    "BookingMode",
    "CalendarFeed",
    "Channel",
    "Clinic",
    "Clinician",
    "Consent",
    "ConsentTicket",
    "Consultation",
    "ConsultationType",
    "ContactChange",
    "ContactDetails",
    "CourseState",
    "DeepLink",
    "DeviceCheck",
    "Entitlement",
    "EntitlementKind",
    "FollowUp",
    "FollowUpAttempt",
    "IdempotencyKey",
    "IdentityLink",
    "Invitation",
    "LegalText",
    "MediaRelay",
    "MediaSession",
    "MediaSignal",
    "Message",
    "MessageKind",
    "Modality",
    "NewContact",
    "Offer",
    "OutcomeCorrection",
    "Participant",
    "Patient",
    "Payer",
    "Provider",
    "Purpose",
    "RequestState",
    "Role",
    "Room",
    "ScheduleRule",
    "Service",
    "ServiceKind",
    "Session",
    "Settings",
    "SignInAttempt",
    "SignalKind",
    "Slot",
    "StaffMember",
    "TextKind",
    "TreatmentCourse",
]
