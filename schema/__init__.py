"""The contract: everything a client can read, do and follow.

This file is the outline; its neighbours are the types. What a field *does* is in resolvers/
and subscriptions/. What is *allowed* is in models/.
"""

from collections.abc import AsyncGenerator

import strawberry

import resolvers.appointments
import resolvers.booking
import resolvers.calendar
import resolvers.calendar_feed
import resolvers.clinic
import resolvers.confirmations
import resolvers.consent
import resolvers.consultations
import resolvers.deep_links
import resolvers.delays
import resolvers.follow_ups
import resolvers.front_page
import resolvers.media
import resolvers.messages
import resolvers.node
import resolvers.patient
import resolvers.presence
import resolvers.providers
import resolvers.public
import resolvers.reception
import resolvers.requests
import resolvers.sessions
import resolvers.sign_in
import resolvers.staff
import subscriptions.availability
import subscriptions.follow_ups
import subscriptions.media
import subscriptions.my_appointments
import subscriptions.queue
import subscriptions.requests
import subscriptions.waiting_room
from schema import (
    appointment,
    booking,
    calendar,
    calendar_feed,
    consent,
    consultation,
    follow_up,
    media,
    patient,
    presence,
    public,
    reception,
    requests,
    session,
    staff,
)
from schema.appointment import Appointment, BookingConfirmation
from schema.clinic import FrontPage, Service, Slot
from schema.connection import Connection, Node
from schema.consultation import Consultation, DeviceCheck
from schema.deep_link import DeepLinkTarget
from schema.follow_up import FollowUpCase, FollowUpWorklist
from schema.live import ClinicianReady, ConsultationAcceptance, WaitingRoom
from schema.messages import SkippedMessage
from schema.my_appointments import MyAppointments
from schema.operations import make_schema
from schema.patient import Patient
from schema.public import AppInfo, HelpArticle, LegalText, LoginProvider, NavigationItem
from schema.queue import ClinicianQueue, ColleaguesEntry
from schema.session import Session
from schema.shows import mutation
from schema.staff import ClosedConsultation, StaffMember


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
    hold: booking.Hold | None = strawberry.field(
        resolver=resolvers.booking.current_hold,
        description="The time that is kept for the patient now, also in another tab; null: none.",
    )
    my_requests: list[requests.AppointmentRequest] = strawberry.field(
        resolver=resolvers.requests.my_requests,
        description="R20, A8: those that wait for a time, and those closed within 14 days, with "
        "the reason; the newest first, at most 50.",
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
        resolver=resolvers.confirmations.booking_confirmations,
        description="R23: what we have sent, the newest first.",
    )
    booking_confirmation: BookingConfirmation | None = strawberry.field(
        resolver=resolvers.confirmations.booking_confirmation,
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
    # Of whoever takes part in a conversation.
    media_access: media.MediaAccessResult = strawberry.field(
        resolver=resolvers.media.media_access,
        description="Fresh credentials for one's session, before the connection is made anew.",
    )

    # The staff's.
    staff: StaffMember = strawberry.field(
        resolver=resolvers.staff.staff, description="The signed-in member of staff."
    )
    follow_ups: Connection[FollowUpCase] = strawberry.field(
        resolver=resolvers.follow_ups.follow_ups,
        description="R46: whom we have promised to contact; the one due first at the top.",
    )
    appointment_requests: Connection[requests.RequestCase] = strawberry.field(
        resolver=resolvers.requests.appointment_requests,
        description="R20: for coordinators: who waits for a time, the longest first.",
    )
    clinician_day: calendar.ClinicianDay = strawberry.field(
        resolver=resolvers.calendar.clinician_day,
        description="A clinician's own day; for coordinators anybody's.",
    )
    closed_consultations: Connection[ClosedConsultation] = strawberry.field(
        resolver=resolvers.staff.closed_consultations,
        description="The clinician's own that nobody ended and the system closed, the latest "
        "first: their outcomes are proposals.",
    )
    colleagues_queue: list[ColleaguesEntry] = strawberry.field(
        resolver=resolvers.staff.colleagues_queue,
        description="R40, X32: for clinicians: today's patients of colleagues that `takeOver` "
        "would give the asker just now; whoever waits longest first, then those who have not come, "
        "as they are booked. Asking keeps nobody signed in.",
    )
    skipped_messages: Connection[SkippedMessage] = strawberry.field(
        resolver=resolvers.messages.skipped_messages,
        description="R14, R33: text messages that patients should have got, the latest first; of "
        "those that were `TOO_MANY`, the ones about a time that is still booked.",
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

    open_calendar_feed: calendar_feed.OpenCalendarFeedResult = mutation(
        resolvers.calendar_feed.open_calendar_feed,
        None,
        "R11: a calendar that follows the appointments. Opening it again gives it a new address.",
    )
    close_calendar_feed: calendar_feed.CloseCalendarFeedResult = mutation(
        resolvers.calendar_feed.close_calendar_feed,
        None,
        "R11: its address works no longer, at once.",
    )

    # Booking.
    book_appointment: booking.BookAppointmentResult = mutation(
        resolvers.booking.book_appointment,
        booking.BookAppointmentInput,
        "R17-R20: book a free time. Of several who want it, one gets it. A confirmation is sent.",
    )
    hold_slot: booking.HoldSlotResult = mutation(
        resolvers.booking.hold_slot,
        booking.HoldSlotInput,
        "Keep a free time for seven minutes. One at a time: a former hold is released.",
    )
    renew_hold: booking.RenewHoldResult = mutation(
        resolvers.booking.renew_hold, booking.RenewHoldInput, "Seven minutes more, once."
    )
    release_hold: booking.ReleaseHoldResult = mutation(
        resolvers.booking.release_hold, booking.ReleaseHoldInput, "Let others have it, at once."
    )
    book_held: booking.BookHeldResult = mutation(
        resolvers.booking.book_held,
        booking.BookHeldInput,
        "R17-R20: book what is held. Twice is once.",
    )
    move_appointment: booking.MoveAppointmentResult = mutation(
        resolvers.booking.move_appointment,
        booking.MoveAppointmentInput,
        "Another time, the same appointment; the old time is kept until the new one is taken. A "
        "new confirmation is sent.",
    )
    cancel_appointment: booking.CancelAppointmentResult = mutation(
        resolvers.booking.cancel_appointment,
        booking.CancelAppointmentInput,
        "It will not take place; its time is free at once. Twice is once.",
    )
    request_appointment: requests.RequestAppointmentResult = mutation(
        resolvers.requests.request_appointment,
        requests.RequestAppointmentInput,
        "R20: ask for a time. A coordinator finds one, and then it is booked.",
    )
    withdraw_request: requests.WithdrawRequestResult = mutation(
        resolvers.requests.withdraw_request, requests.WithdrawRequestInput, "No longer wanted."
    )
    mark_confirmation_read: BookingConfirmation = mutation(
        resolvers.confirmations.mark_confirmation_read,
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
    acknowledge_invitation: consultation.AcknowledgeInvitationResult = mutation(
        resolvers.consultations.acknowledge_invitation,
        consultation.AcknowledgeInvitationInput,
        "R41: send it as soon as the invitation is shown. After 15 seconds without, we send a "
        "text message.",
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

    # Picture and sound, for both sides.
    join_media: media.JoinMediaResult = mutation(
        resolvers.media.join_media,
        media.JoinMediaInput,
        "Take part with picture and sound, once the patient has accepted. Joining again (a reload, "
        "another device) needs no new acceptance: the former tab is told to stop, and the other "
        "side to start anew.",
    )
    send_media_signal: media.SendMediaSignalResult = mutation(
        resolvers.media.send_media_signal,
        media.SendMediaSignalInput,
        "Tell the other how to connect. Send one after the other, each when the one before is "
        "answered.",
    )
    report_media: media.ReportMediaResult = mutation(
        resolvers.media.report_media,
        media.ReportMediaInput,
        "Say whether picture and sound come. Say it once a minute too: it keeps one signed in.",
    )

    # Both sides.
    heartbeat: presence.Heartbeat = mutation(
        resolvers.presence.heartbeat,
        presence.HeartbeatInput,
        "This tab or device is there: every ten seconds while the waiting room, or the "
        "consultation, is on the screen. It does not keep anybody signed in.",
    )

    # The staff's side.
    call_in: staff.CallInResult = mutation(
        resolvers.staff.call_in,
        staff.CallInInput,
        "R40-R42: the clinician is ready: it rings at the patient's for 90 seconds. When nobody "
        "is there yet, or any longer, it rings as soon as the patient comes.",
    )
    withdraw_call: staff.WithdrawCallResult = mutation(
        resolvers.staff.withdraw_call, staff.WithdrawCallInput, "Not ready after all."
    )
    take_over: staff.TakeOverResult = mutation(
        resolvers.staff.take_over,
        staff.TakeOverInput,
        "A colleague's patient becomes one's own: for clinicians of the same service.",
    )
    announce_delay: staff.AnnounceDelayResult = mutation(
        resolvers.delays.announce_delay,
        staff.AnnounceDelayInput,
        "R44: tell all of today's patients that the clinician is behind. Nobody loses the right "
        "to leave a late clinician.",
    )
    end_consultation: staff.EndConsultationResult = mutation(
        resolvers.staff.end_consultation,
        staff.EndConsultationInput,
        "The conversation is over, and how it went.",
    )
    allocate_time: requests.AllocateTimeResult = mutation(
        resolvers.requests.allocate_time,
        requests.AllocateTimeInput,
        "R20: give the patient a time; it is booked exactly as if they had chosen it.",
    )
    decline_request: requests.DeclineRequestResult = mutation(
        resolvers.requests.decline_request,
        requests.DeclineRequestInput,
        "No time can be given, and why.",
    )
    block_time: calendar.BlockTimeResult = mutation(
        resolvers.calendar.block_time,
        calendar.BlockTimeInput,
        "Nobody can be booked then. Refused while somebody is.",
    )
    unblock_time: calendar.UnblockTimeResult = mutation(
        resolvers.calendar.unblock_time,
        calendar.UnblockTimeInput,
        "Patients can be booked then again.",
    )
    cancel_for_patient: reception.CancelForPatientResult = mutation(
        resolvers.reception.cancel_for_patient,
        reception.CancelForPatientInput,
        "AP5: a clinician one of their own, a coordinator any, until the conversation has begun. "
        "The patient is told by text message. Twice is once.",
    )
    move_for_patient: reception.MoveForPatientResult = mutation(
        resolvers.reception.move_for_patient,
        reception.MoveForPatientInput,
        "AP4: a clinician one of their own, a coordinator any, unless the patient is there. A new "
        "confirmation is sent.",
    )
    record_attendance: reception.RecordAttendanceResult = mutation(
        resolvers.reception.record_attendance,
        reception.RecordAttendanceInput,
        "AP6-AP7: from the start on, at the hospital: whether the patient came. May be corrected.",
    )
    correct_outcome: staff.CorrectOutcomeResult = mutation(
        resolvers.staff.correct_outcome,
        staff.CorrectOutcomeInput,
        "The system closed a consultation by evidence; the clinician knows better.",
    )
    assign_follow_up: follow_up.AssignFollowUpResult = mutation(
        resolvers.follow_ups.assign_follow_up,
        follow_up.AssignFollowUpInput,
        "R46: take it upon oneself. Of two who do so at once, one is told who has it.",
    )
    record_attempt: follow_up.RecordAttemptResult = mutation(
        resolvers.follow_ups.record_attempt,
        follow_up.RecordAttemptInput,
        "R46: the patient was called or written to, and was reached or not.",
    )
    resolve_follow_up: follow_up.ResolveFollowUpResult = mutation(
        resolvers.follow_ups.resolve_follow_up,
        follow_up.ResolveFollowUpInput,
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
    availability_changed: AsyncGenerator[booking.Availability, None] = strawberry.subscription(
        resolver=subscriptions.availability.availability_changed,
        description="Free times, live: what others take disappears, what is given back returns.",
    )
    my_appointments_changed: AsyncGenerator[MyAppointments, None] = strawberry.subscription(
        resolver=subscriptions.my_appointments.my_appointments_changed,
        description="R25-R26: Mine aftaler, live: also what the clinic gives, moves and cancels.",
    )
    appointment_requests_changed: AsyncGenerator[requests.RequestWorklist, None] = (
        strawberry.subscription(
            resolver=subscriptions.requests.appointment_requests_changed,
            description="R20: for coordinators: who waits for a time, live.",
        )
    )
    media_signals: AsyncGenerator[media.MediaSignal, None] = strawberry.subscription(
        resolver=subscriptions.media.media_signals,
        description="What the other tells one, each once and in order, also what was told before. "
        "Silent while there is nothing to tell.",
    )
    clinician_queue: AsyncGenerator[ClinicianQueue, None] = strawberry.subscription(
        resolver=subscriptions.queue.clinician_queue,
        description="R39: who waits for the signed-in clinician.",
    )
    follow_up_worklist: AsyncGenerator[FollowUpWorklist, None] = strawberry.subscription(
        resolver=subscriptions.follow_ups.follow_up_worklist,
        description="R46: for staff: the promises still to be kept, and each alarm as it goes on.",
    )
    consultation_accepted: AsyncGenerator[ConsultationAcceptance, None] = strawberry.subscription(
        resolver=subscriptions.queue.consultation_accepted,
        description="R43: for the clinician: ends when the patient has accepted.",
    )


schema = make_schema(Query, Mutation, Subscription)
