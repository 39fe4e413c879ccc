# English follows da.ftl, key by key.

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
day = { $weekday } { $day } { $month }

provider-mitid = Log on with MitID
provider-nemid = Log on with NemID
provider-nemid-closed = NemID closed on 31 October 2023. Use MitID.

navigation-front-page = Front page
navigation-my-appointments = My appointments
navigation-profile = My profile

help-login-consent-title = Give consent
help-login-consent-body = You log on to Aleris Online with MitID. Before you can do so, you must consent to using the app and to our storing information in our record system.
help-login-mitid-title = Log on with MitID
help-login-mitid-body = Then log on with MitID in the way you know from your bank, insurance company and public authorities.
help-login-nemid-title = NemID no longer exists
help-login-nemid-body = NemID closed on 31 October 2023. Use MitID.

refused-consent-required = You must give consent before you can log in.
refused-consent-ticket-expired = Your consent is too old or has been used. Give consent again to log in.
refused-provider-retired = NemID closed on 31 October 2023. Use MitID.
refused-provider-unavailable = MitID does not answer just now. Try again in a while, or call us.
refused-follow-up-closed = The follow-up is closed already.
refused-follow-up-taken = { $name } is taking care of this follow-up already.
refused-not-staff = You are not registered as staff in Aleris Online. Contact your manager.
refused-too-many-requests = You have tried too many times. Wait a while, and try again.
refused-slot-not-offered = That time is no longer offered. Choose another time.
refused-slot-taken = That time has just been taken. Choose another time.
refused-overlaps-your-own = You already have an appointment at that time.
refused-idempotency-key-reused = The same key was used for another booking.
refused-too-early = The waiting room is not open yet.
refused-too-late = The waiting room is closed. Call us, and we will help you.
refused-device-check-required = Check your camera and sound before you enter the waiting room.
refused-clinician-not-late = Your clinician is not more than ten minutes late. You keep your place.
refused-not-possible-now = This is not possible at this point of the consultation.
refused-follow-up-in-progress = We have already begun to contact you.
refused-invitation-superseded = There is a newer message from your clinician.
refused-invitation-expired = There was no answer in time. You keep your place, and your clinician can call again.
refused-invitation-withdrawn = Your clinician was not ready after all. You keep your place.
refused-message-on-its-way = A message is on its way to you. Wait a little.
refused-message-sent-often-enough = We have sent you the message { $times } times again. Check your number, or call us.
refused-nothing-to-confirm = The appointment has begun, or is cancelled.
refused-media-session-superseded = The conversation goes on in another window or on another device.
refused-video-unavailable = There is no connection to the video conversation just now. Call us on { $phone }, and we will help you onwards.
refused-changed-meanwhile = Something changed meanwhile. Try again.

invalid-phone = The phone number cannot be right.
invalid-email = The e-mail address cannot be right.
invalid-text = The text is too long or has characters that cannot be used.
invalid-outcome = A conversation can end as completed, held by phone or technical failure.
invalid-reason = Write why.
invalid-language = Choose Danish (da) or English (en).
invalid-window-backwards = The last day is before the first.
invalid-window-too-long = Choose at most 31 days.
invalid-page = There is no such page.
invalid-challenge = The challenge must be a SHA-256 in base64url without padding: 43 characters.
invalid-clinician = Choose a clinician.
invalid-interval = The end must come after the start, and at most three months after it.
invalid-signal-kind = Only the other party or the server can say that.
invalid-signal-payload = The message is empty, too large, or cannot be read.
invalid-key = The key must have between 1 and 100 characters.

sms-booking-confirmation = You have a new confirmation of an appointment at { $time }. Log in to read it: { $link }
sms-reminder = Remember your appointment on { $day } at { $time }. Log in to see more: { $link }
sms-video-link = Your video appointment begins at { $time }. Open here and get ready: { $link }

link-appointment = Your appointment is on { $day } at { $time }.
link-too-early = You can start your video consultation from { $day } at { $time }.
link-open = You can start your video consultation now.
link-moved = The appointment has been moved to { $day } at { $time }.
link-cancelled = The appointment on { $day } at { $time } is cancelled. Call us if you have questions.
link-ended = The appointment on { $day } at { $time } is over.
link-ended-follow-up = The appointment is over. We contact you by { $due } at the latest and help you onwards.

confirmation-title = Booking confirmation
confirmation-what = What
confirmation-when = When
confirmation-who = Clinician
confirmation-where = Where
confirmation-contact = Contact
confirmation-time = { $day } at { $start }–{ $end }
confirmation-by-video = Video consultation
confirmation-payment = Payment
confirmation-price = DKK { $price }. You pay yourself.
confirmation-payer-self = You pay yourself. Call us to hear the price.
confirmation-payer-insurance = Your insurance company pays. Bring your guarantee of payment.
confirmation-payer-public = The region pays, because you have been referred.
confirmation-at = { $name }, { $street }, { $postcode } { $city }
confirmation-number = Number { $number }
confirmation-sent = Sent { $day } { $year }
confirmation-file = confirmation.pdf

calendar-entry = Appointment
calendar-file = appointment.ics
calendar-feed = Appointments
calendar-feed-file = appointments.ics

advice-arrive-early-title = Come in good time
advice-arrive-early-body = Come to the reception ten minutes before your time.
advice-bring-id-title = Bring identification
advice-bring-id-body = Bring your health card and a list of the medicine you take.
advice-cancel-in-time-title = If you cannot come
advice-cancel-in-time-body = Call us as early as you can, so that somebody else can have the time.
advice-quiet-place-title = Find a quiet place
advice-quiet-place-body = Sit where you can talk undisturbed and have a good internet connection.
advice-start-from-link-title = Start from the link
advice-start-from-link-body = You get a text message about 10 minutes before the appointment with a link. From there you can start your video consultation.
advice-permission-title = Allow camera and sound
advice-permission-body = A pop-up appears on the screen when the app or website needs permission to use your camera and sound. Choose Allow. Then you can check that it is set up correctly, and click Continue.
advice-if-delayed-title = If your clinician is delayed
advice-if-delayed-body = If your clinician is more than ten minutes late, you can leave the waiting room. We contact you within two working days and help you onwards.

advice-face-the-light-title = Sit in good light
advice-face-the-light-body = Place your phone or tablet at eye level, and face the window or the lamp.
advice-room-to-move-title = Make room to move
advice-room-to-move-body = Place your smartphone or tablet so that there is room to move: standing two or three metres from you, with your whole body in the picture.
advice-show-the-movement-title = You may be asked to move
advice-show-the-movement-body = For example to move your shoulder or walk a few steps, so that the clinician can see whether you move as expected. Wear clothes you can move in.
advice-hold-close-title = Hold the camera close
advice-hold-close-body = You may be asked to hold the camera close to your skin. Wipe the lens first.

device-help-denied-app = The app has no access to your camera or microphone. Open your phone's Settings, find Aleris Online, and turn on Camera and Microphone. Then come back and try again.
device-help-denied-web = The website has no access to your camera or microphone. Click the icon beside the address at the top of the browser, choose Allow, and try again.
device-help-failed = Your camera or sound does not work. Close other programs that use them, and try again. You can also call us and have the conversation by phone.

screen-scheduled-title = Your video consultation
screen-scheduled-body = You can enter the waiting room from { $opens }.
screen-open-title = You can start now
screen-open-body = Check your camera and sound, and click Continue.
screen-waiting-title = You are in the waiting room
screen-waiting-body = Your clinician can see that you are waiting. Keep the page open: you will see and hear when your clinician is ready.
screen-late-title = Your clinician is delayed
screen-late-body = You can stay, or you can leave the waiting room. If you leave, we contact you by { $due } at the latest and help you onwards.
screen-clinician-ready-title = Your clinician is ready
screen-clinician-ready-body = Accept to begin the video consultation.
screen-in-progress-title = Video consultation
screen-in-progress-body = You are talking with your clinician.
screen-left-due-to-delay-title = You have left the waiting room
screen-left-due-to-delay-body = We are sorry about the delay. We contact you by { $due } at the latest and help you onwards. You can also come back.
screen-left-and-taken-care-of-title = You have left the waiting room
screen-left-and-taken-care-of-body = We are sorry about the delay.
screen-left-early-title = You have left the waiting room
screen-left-early-body = You can come back as long as the waiting room is open. Call us if you need help.
screen-ended-title = The consultation is over
screen-ended-body = Thank you for today.
screen-ended-patient-no-show-title = We did not get to meet
screen-ended-patient-no-show-body = You can book a new time here, or call us, and we will help you onwards.
screen-ended-technical-failure-title = The technology failed
screen-ended-technical-failure-body = The video consultation did not come about. It costs you nothing.
screen-ended-clinic-no-show-title = We did not get to you
screen-ended-clinic-no-show-body = You waited, and we did not come. We are sorry, and it costs you nothing.
screen-ended-unanswered-title = We did not reach each other
screen-ended-unanswered-body = Your clinician called, but no connection was made. It costs you nothing.
screen-ended-left-due-to-delay-title = We are sorry about the delay
screen-ended-left-due-to-delay-body = Your clinician was delayed. It costs you nothing.
screen-ended-left-early-title = We did not get to talk
screen-ended-left-early-body = You can book a new time here, or call us, and we will help you onwards.
screen-cancelled-title = The appointment is cancelled
screen-cancelled-body = Call us if you have questions.

follow-up-promised = We contact you by { $due } at the latest and help you onwards.
follow-up-overdue = We should have contacted you by { $due }. We are sorry. We do so as soon as we can, and you can always call us.
follow-up-contacted = We have contacted you and are helping you onwards.
follow-up-new-appointment = You have a new appointment.
follow-up-phone = We have talked with you and helped you onwards.
follow-up-referral = We have seen to it that others help you onwards.
follow-up-declined = The follow-up is closed, as we agreed.
follow-up-withdrawn = You came back yourself, so we do not contact you.

sign-in-cancelled = You stopped. Nothing has happened, and you can try again.
sign-in-refused-by-broker = MitID could not complete your login. Try again.
sign-in-not-verified = We could not confirm who you are. Try again.
sign-in-assurance-too-low = Your login was not certain enough. Use MitID at level Substantial.
sign-in-broker-unavailable = MitID does not answer just now. Try again in a while, or call us.

consent-withdrawn = You have withdrawn your consent and are logged out. Aleris stores no more information from the app. What is already in your record is not deleted: the hospital is required by law to keep it for at least ten years. Your appointments still stand; call us if you want to change them. If you are in a video consultation, you can finish it first.

## R17-R19: why one may not book by oneself
hindrance-age-unknown = We do not know your age. Call us to book this time.
hindrance-too-young = You must be at least { $age } years old to book this yourself.
hindrance-referral-missing = You need a referral before you can book this.
hindrance-guarantee-missing = You need your insurer's guarantee of payment before you can book this.
refused-other-way-in-self = You can choose a free time yourself.
refused-other-way-in-request = Ask for a time, and we will find one for you.
refused-too-many-appointments = You can have at most { $most } appointments ahead. Cancel one, or call us.
refused-hold-expired = The time is no longer kept for you. It may still be free.
refused-already-requested = You have asked for a time already. We will find one for you.
refused-request-closed = The request is closed already.
refused-time-is-booked = Patients are booked then. Move or cancel them first.

## Moving and cancelling
why-not-not-booked = The appointment has been cancelled or has taken place.
why-not-begun = The appointment has begun. Call us, and we will help you.
why-not-in-consultation = Your consultation is under way.
why-not-not-possible-now = This is not possible at this point of the consultation.
why-not-too-early = The waiting room is not open yet.
why-not-too-late = The waiting room is closed. Call us, and we will help you.
why-not-clinician-not-late = Your clinician is not more than ten minutes late.
why-not-follow-up-in-progress = We have already begun to contact you.
notice-late-change = Your appointment is less than 24 hours away. You can still move or cancel it, but then we can rarely offer the time to somebody else. You are welcome to call us instead.
