"""The contract: everything a client can read, do and follow.

This file is the outline; its neighbours are the types. What a field *does* is in resolvers/
and subscriptions/. What is *allowed* is in models/.
"""

from collections.abc import AsyncGenerator

import strawberry

import resolvers.appointments
import resolvers.booking
import resolvers.clinic
import resolvers.consent
import resolvers.consultations
import resolvers.deep_links
import resolvers.front_page
import resolvers.messages
import resolvers.node
import resolvers.patient
import resolvers.providers
import resolvers.public
import resolvers.sessions
import resolvers.sign_in
import resolvers.staff
import subscriptions.queue
import subscriptions.waiting_room
from schema import appointment, consent, consultation, patient, public, session, staff
from schema.appointment import Appointment, BookingConfirmation
from schema.clinic import FrontPage, Service, Slot
from schema.connection import Connection, Node
from schema.consultation import Consultation, DeviceCheck
from schema.deep_link import DeepLinkTarget
from schema.live import ClinicianQueue, ClinicianReady, ConsultationAcceptance, WaitingRoom
from schema.messages import SkippedMessage
from schema.operations import make_schema
from schema.patient import Patient
from schema.public import AppInfo, HelpArticle, LegalText, LoginProvider, NavigationItem
from schema.session import Session
from schema.shows import mutation
from schema.staff import FollowUpCase, StaffMember


@strawberry.type(description="What can be read.")
class Query:
    # Anybody's.
    login_providers: list[LoginProvider] = strawberry.field(
        resolver=resolvers.providers.login_providers,
        description="R1: MitID, and NemID, which is closed.",
    )
    consent_texts: list[LegalText] = strawberry.field(
        resolver=resolvers.consent.consent_texts,
        description="R2-R4: what is to be consented to before logging in: two texts, one screen.",
    )
    app_info: AppInfo = strawberry.field(
        resolver=resolvers.public.app_info, description="R10: oplysninger om appen."
    )
    terms: LegalText = strawberry.field(
        resolver=resolvers.consent.terms, description="R12: Vilkår, and other texts, the newest."
    )
    help_articles: list[HelpArticle] = strawberry.field(
        resolver=resolvers.public.help_articles, description="R7: how to log in, step by step."
    )
    session: Session | None = strawberry.field(
        resolver=resolvers.sessions.current,
        description="The asker's own, for warning before it ends; null when not signed in.",
    )
    navigation: list[NavigationItem] = strawberry.field(
        resolver=resolvers.public.navigation,
        description="R15-R16: the bar, from left to right; the heart leads to the front page.",
    )

    # The patient's.
    me: Patient = strawberry.field(
        resolver=resolvers.patient.me, description="R8: Min profil, the first page."
    )
    front_page: FrontPage = strawberry.field(
        resolver=resolvers.front_page.front_page, description="R15: the page behind the heart."
    )
    services: list[Service] = strawberry.field(
        resolver=resolvers.clinic.services, description="R17-R19: what can be booked."
    )
    slots: list[Slot] = strawberry.field(
        resolver=resolvers.clinic.slots,
        description="Free times of a service within at most 31 days, the earliest first.",
    )
    my_appointments: Connection[Appointment] = strawberry.field(
        resolver=resolvers.appointments.my_appointments,
        description="R25-R26: Mine aftaler; the active ones unless asked otherwise.",
    )
    appointment: Appointment | None = strawberry.field(
        resolver=resolvers.appointments.appointment,
        description="R31: one of the patient's own; null when there is none such.",
    )
    booking_confirmations: Connection[BookingConfirmation] = strawberry.field(
        resolver=resolvers.appointments.booking_confirmations,
        description="R23: what we have sent, the newest first.",
    )
    booking_confirmation: BookingConfirmation | None = strawberry.field(
        resolver=resolvers.appointments.booking_confirmation,
        description="R24: one of the patient's own; null when there is none such.",
    )
    consultation: Consultation | None = strawberry.field(
        resolver=resolvers.consultations.consultation,
        description="One of the patient's own; null when there is none such.",
    )
    resolve_deep_link: DeepLinkTarget | None = strawberry.field(
        resolver=resolvers.deep_links.resolve_deep_link,
        description="R22, R33: where a text message's link leads; null when it is not the asker's.",
    )
    node: Node | None = strawberry.field(
        resolver=resolvers.node.node,
        description="Anything of the patient's own by its id; null when there is none such.",
    )

    # The staff's.
    staff: StaffMember = strawberry.field(
        resolver=resolvers.staff.staff, description="The signed-in member of staff."
    )
    follow_ups: Connection[FollowUpCase] = strawberry.field(
        resolver=resolvers.staff.follow_ups,
        description="R46: whom we have promised to contact; the one due first at the top.",
    )
    skipped_messages: Connection[SkippedMessage] = strawberry.field(
        resolver=resolvers.messages.skipped_messages,
        description="R14, R33: text messages that patients should have got, the latest first.",
    )


@strawberry.type(
    description="What can be done, named after the act. A result is the changed thing or a "
    "refusal: ask for `... on Error { code message }` last, and a new refusal will not surprise."
)
class Mutation:
    # Logging in and out.
    give_consent: public.GiveConsentResult = mutation(
        resolvers.consent.give_consent,
        public.GiveConsentInput,
        "R2-R4: consent, before logging in. The ticket belongs to this browser.",
    )
    begin_sign_in: public.BeginSignInResult = mutation(
        resolvers.sign_in.begin_sign_in,
        public.BeginSignInInput,
        "R1, R5-R6: where to go to log in. Without consent there is no such place.",
    )
    redeem_sign_in: session.RedeemSignInResult = mutation(
        resolvers.sessions.redeem_sign_in,
        session.RedeemSignInInput,
        "R5: for apps: the session that one's person has signed in to in the browser.",
    )
    sign_out: session.SignedOut = mutation(
        resolvers.sessions.sign_out,
        None,
        "End the asker's sessions here. Their live streams end at once.",
    )
    end_session: list[session.Session] = mutation(
        resolvers.sessions.end_one,
        session.EndSessionInput,
        "End one of one's own sessions, here or elsewhere; answers those that are left.",
    )
    renew_consent: patient.RenewConsentResult = mutation(
        resolvers.consent.renew_consent,
        consent.RenewConsentInput,
        "A3: consent to the newest texts; asked for with `ConsentRequired` when they have changed.",
    )
    withdraw_consent: consent.ConsentWithdrawn = mutation(
        resolvers.consent.withdraw_consent,
        consent.WithdrawConsentInput,
        "A4: take a consent back. The app can then not be used; a consultation is finished first.",
    )

    # Min profil.
    update_contact_details: patient.UpdateContactDetailsResult = mutation(
        resolvers.patient.update_contact_details,
        patient.UpdateContactDetailsInput,
        "R9: change contact details: all of the input, or with a mistake nothing of it.",
    )
    confirm_contact_details: patient.ConfirmContactDetailsResult = mutation(
        resolvers.patient.confirm_contact_details, None, "R13: yes, they still are right."
    )
    update_settings: patient.UpdateSettingsResult = mutation(
        resolvers.patient.update_settings, patient.UpdateSettingsInput, "R11: change settings."
    )

    # Booking.
    book_appointment: appointment.BookAppointmentResult = mutation(
        resolvers.booking.book_appointment,
        appointment.BookAppointmentInput,
        "R17-R20: book a free time. Of several who want it, one gets it. A confirmation is sent.",
    )
    mark_confirmation_read: BookingConfirmation = mutation(
        resolvers.appointments.mark_confirmation_read,
        appointment.MarkConfirmationReadInput,
        "R24: it has been opened. Once read, it stays read.",
    )

    send_confirmation_again: appointment.SendConfirmationAgainResult = mutation(
        resolvers.messages.send_confirmation_again,
        appointment.SendConfirmationAgainInput,
        "R21: the text message with the link to a confirmation once more, at most three times.",
    )

    # The video consultation, the patient's side.
    submit_device_check: DeviceCheck = mutation(
        resolvers.consultations.submit_device_check,
        consultation.SubmitDeviceCheckInput,
        "R35-R37: what the check of camera and sound showed. Kept whatever it was.",
    )
    enter_waiting_room: consultation.EnterWaitingRoomResult = mutation(
        resolvers.consultations.enter_waiting_room,
        consultation.EnterWaitingRoomInput,
        'R38-R39: "Fortsæt": take a seat in the waiting room. Unlock sound in the same tap.',
    )
    accept_consultation: consultation.AcceptConsultationResult = mutation(
        resolvers.consultations.accept_consultation,
        consultation.AcceptConsultationInput,
        "R43: accept that the consultation begins, now that the clinician is ready.",
    )
    ask_for_a_moment: consultation.AskForAMomentResult = mutation(
        resolvers.consultations.ask_for_a_moment,
        consultation.AskForAMomentInput,
        "Here, but not ready. The place is kept, and the clinician can call again.",
    )
    leave_waiting_room: consultation.LeaveWaitingRoomResult = mutation(
        resolvers.consultations.leave_waiting_room,
        consultation.LeaveWaitingRoomInput,
        "R44-R46: leave, because the clinician is more than ten minutes late. We contact the "
        "patient within two working days.",
    )
    return_to_waiting_room: consultation.ReturnToWaitingRoomResult = mutation(
        resolvers.consultations.return_to_waiting_room,
        consultation.ReturnToWaitingRoomInput,
        "Come back while the waiting room is open and nobody has begun to follow up.",
    )

    # The staff's side.
    call_in: staff.CallInResult = mutation(
        resolvers.staff.call_in,
        staff.CallInInput,
        "R40-R42: the clinician is ready: it rings at the patient's for 90 seconds.",
    )
    withdraw_call: staff.WithdrawCallResult = mutation(
        resolvers.staff.withdraw_call, staff.WithdrawCallInput, "Not ready after all."
    )
    end_consultation: staff.EndConsultationResult = mutation(
        resolvers.staff.end_consultation,
        staff.EndConsultationInput,
        "The conversation is over, and how it went.",
    )
    resolve_follow_up: staff.ResolveFollowUpResult = mutation(
        resolvers.staff.resolve_follow_up,
        staff.ResolveFollowUpInput,
        "R47: the patient has been contacted, and this is how we helped.",
    )


@strawberry.type(
    description="What can be followed live. The first value is how things are now; each value is "
    "whole; one comes at least every 15 seconds. After a lost connection, subscribe again."
)
class Subscription:
    waiting_room: AsyncGenerator[WaitingRoom, None] = strawberry.subscription(
        resolver=subscriptions.waiting_room.waiting_room,
        description="R39-R45: the patient's waiting room, until the consultation is over.",
    )
    clinician_ready: AsyncGenerator[ClinicianReady, None] = strawberry.subscription(
        resolver=subscriptions.waiting_room.clinician_ready,
        description="R40-R43: the invitation to answer, wherever in the app the patient is.",
    )
    clinician_queue: AsyncGenerator[ClinicianQueue, None] = strawberry.subscription(
        resolver=subscriptions.queue.clinician_queue,
        description="R39: who waits for the signed-in clinician.",
    )
    consultation_accepted: AsyncGenerator[ConsultationAcceptance, None] = strawberry.subscription(
        resolver=subscriptions.queue.consultation_accepted,
        description="R43: for the clinician: ends when the patient has accepted.",
    )


schema = make_schema(Query, Mutation, Subscription)
