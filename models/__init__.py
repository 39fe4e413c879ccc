"""What things are, and what is allowed. Every rule is here, and rules are nowhere else."""

from models.appointment import Appointment, AppointmentState
from models.audit import AuditEvent
from models.clinic import Clinic, Clinician, ConsultationType, Modality, Service, ServiceKind
from models.confirmation import BookingConfirmation
from models.consent import Consent, LegalText, Purpose, TextKind
from models.consent_ticket import ConsentTicket
from models.consultation import Consultation
from models.contact import Channel, ContactDetails, NewContact
from models.contact_change import ContactChange
from models.course import CourseState, TreatmentCourse
from models.deep_link import DeepLink
from models.device_check import DeviceCheck
from models.follow_up import FollowUp
from models.idempotency import IdempotencyKey
from models.identity import IdentityLink
from models.invitation import Invitation
from models.message import Message, MessageKind
from models.patient import Patient
from models.patient_settings import Settings
from models.schedule import ScheduleRule, Slot
from models.session import Provider, Session
from models.sign_in import SignInAttempt
from models.staff import Role, StaffMember

__all__ = [
    "Appointment",
    "AppointmentState",
    "AuditEvent",
    "BookingConfirmation",
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
    "FollowUp",
    "IdempotencyKey",
    "IdentityLink",
    "Invitation",
    "LegalText",
    "Message",
    "MessageKind",
    "Modality",
    "NewContact",
    "Patient",
    "Provider",
    "Purpose",
    "Role",
    "ScheduleRule",
    "Service",
    "ServiceKind",
    "Session",
    "Settings",
    "SignInAttempt",
    "Slot",
    "StaffMember",
    "TextKind",
    "TreatmentCourse",
]
