# Dansk er kilden. Nøglerne er de samme i en.ftl.

weekday-1 = mandag
weekday-2 = tirsdag
weekday-3 = onsdag
weekday-4 = torsdag
weekday-5 = fredag
weekday-6 = lørdag
weekday-7 = søndag
month-1 = januar
month-2 = februar
month-3 = marts
month-4 = april
month-5 = maj
month-6 = juni
month-7 = juli
month-8 = august
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december
day = { $weekday } { $day }. { $month }

## R1: udbydere
provider-mitid = Log ind med MitID
provider-nemid = Log ind med NemID
provider-nemid-closed = NemID lukkede 31. oktober 2023. Brug MitID.

## R15–R16: bjælken
navigation-front-page = Forside
navigation-my-appointments = Mine aftaler
navigation-profile = Min profil

## R7: hjælp til login
help-login-consent-title = Giv samtykke
help-login-consent-body = Når du logger ind på Aleris Online skal du logge ind med MitID. Før du kan det, skal du afgive samtykke til at gøre brug af appen, og til at vi må gemme oplysninger i vores journalsystem.
help-login-mitid-title = Log på med MitID
help-login-mitid-body = Herefter logger du på med MitID på samme måde, som du kender fra bank, forsikring og offentlige myndigheder.
help-login-nemid-title = NemID findes ikke længere
help-login-nemid-body = NemID lukkede 31. oktober 2023. Brug MitID.

## Hvorfor det ikke kunne lade sig gøre
refused-consent-required = Du skal give samtykke, før du kan logge ind.
refused-consent-ticket-expired = Dit samtykke er for gammelt eller er allerede brugt. Giv samtykke igen for at logge ind.
refused-provider-retired = NemID lukkede 31. oktober 2023. Brug MitID.
refused-provider-unavailable = MitID svarer ikke lige nu. Prøv igen om lidt, eller ring til os.
refused-follow-up-closed = Opfølgningen er allerede afsluttet.
refused-follow-up-taken = { $name } er allerede i gang med opfølgningen.
refused-no-new-appointment = Patienten har ikke fået en ny tid endnu. Book den først, eller vælg, hvordan I ellers hjalp.
refused-not-staff = Du er ikke registreret som medarbejder i Aleris Online. Kontakt din leder.
refused-not-your-role = Det er koordinatorernes opgave. Spørg en af dem.
refused-too-many-requests = Du har prøvet for mange gange. Vent lidt, og prøv igen.
refused-slot-not-offered = Tiden tilbydes ikke længere. Vælg en anden tid.
refused-slot-taken = Tiden er lige blevet taget. Vælg en anden tid.
refused-overlaps-your-own = Du har allerede en aftale på det tidspunkt.
refused-idempotency-key-reused = Den samme nøgle er brugt til en anden bestilling.
refused-too-early = Venteværelset er ikke åbent endnu.
refused-too-late = Venteværelset er lukket. Ring til os, så hjælper vi dig videre.
refused-device-check-required = Tjek dit kamera og din lyd, før du går ind i venteværelset.
refused-clinician-not-late = Din behandler er ikke mere end ti minutter forsinket. Du beholder din plads.
refused-not-possible-now = Det kan ikke lade sig gøre på dette tidspunkt i konsultationen.
refused-follow-up-in-progress = Vi er allerede i gang med at kontakte dig.
refused-invitation-superseded = Der er kommet en nyere besked fra din behandler.
refused-invitation-expired = Der blev ikke svaret i tide. Du beholder din plads, og din behandler kan kalde igen.
refused-invitation-withdrawn = Din behandler var alligevel ikke klar. Du beholder din plads.
refused-message-on-its-way = Der er en besked på vej til dig. Vent lidt.
refused-message-sent-often-enough = Vi har sendt dig beskeden { $times } gange til. Tjek dit nummer, eller ring til os.
refused-nothing-to-confirm = Aftalen er begyndt eller aflyst.
refused-media-session-superseded = Samtalen fortsætter i et andet vindue eller på en anden enhed.
refused-video-unavailable = Der er ikke forbindelse til videosamtalen lige nu. Ring til os på { $phone }, så hjælper vi dig videre.
refused-accepted-on-other-device = Du har allerede accepteret på en anden enhed.
refused-overlaps-another = Behandleren er optaget på det tidspunkt.
refused-changed-meanwhile = Noget ændrede sig imens. Prøv igen.

invalid-phone = Telefonnummeret kan ikke være rigtigt.
invalid-email = E-mailadressen kan ikke være rigtig.
invalid-text = Teksten er for lang eller indeholder tegn, der ikke kan bruges.
invalid-outcome = En samtale kan afsluttes som gennemført, holdt på telefon eller teknisk fejl.
invalid-delay-minutes = Skriv 0 til 240 minutter.
invalid-delay-from = Vælg et tidspunkt i dag.
invalid-connection-id = Forbindelsens navn skal være 1 til 64 bogstaver, tal, - eller _.
invalid-reason = Skriv hvorfor.
invalid-language = Vælg dansk (da) eller engelsk (en).
invalid-window-backwards = Den sidste dag ligger før den første.
invalid-window-too-long = Vælg højst 31 dage.
invalid-page = Siden findes ikke.
invalid-challenge = Udfordringen skal være en SHA-256 i base64url uden fyld: 43 tegn.
invalid-clinician = Vælg en behandler.
invalid-interval = Sluttidspunktet skal ligge efter starttidspunktet, og højst tre måneder efter.
invalid-signal-kind = Det kan kun den anden part eller serveren sige.
invalid-signal-payload = Beskeden er tom, for stor eller ikke til at læse.
invalid-key = Nøglen skal være mellem 1 og 100 tegn.

## Sms: én besked, ikke et ord om helbred
sms-booking-confirmation = Du har fået en ny bekræftelse på en aftale kl. { $time }. Log ind og læs den: { $link }
sms-reminder = Husk din aftale { $day } kl. { $time }. Log ind og se mere: { $link }
sms-ready = Vi er klar til din videoaftale kl. { $time } nu. Åbn og accepter: { $link }
sms-cancelled = Din aftale { $day } kl. { $time } er aflyst. Log ind og se: { $link }
sms-video-link = Din videoaftale begynder kl. { $time }. Åbn her og gør klar: { $link }

## R22, R33–R34: det, et link i en sms fører til
link-appointment = Din aftale er { $day } kl. { $time }.
link-too-early = Du kan starte din videokonsultation fra { $day } kl. { $time }.
link-open = Du kan starte din videokonsultation nu.
link-moved = Aftalen er flyttet til { $day } kl. { $time }.
link-cancelled = Aftalen { $day } kl. { $time } er aflyst. Ring til os, hvis du har spørgsmål.
link-ended = Aftalen { $day } kl. { $time } er afsluttet.
link-ended-follow-up = Aftalen er afsluttet. { $promise }

## R20–R24: bookingbekræftelsen
confirmation-title = Bookingbekræftelse
confirmation-what = Hvad
confirmation-when = Hvornår
confirmation-who = Behandler
confirmation-where = Hvor
confirmation-contact = Kontakt
confirmation-time = { $day } kl. { $start }–{ $end }
confirmation-by-video = Videokonsultation
confirmation-payment = Betaling
confirmation-price = { $price } kr. Du betaler selv.
confirmation-payer-self = Du betaler selv. Ring til os for at høre prisen.
confirmation-payer-insurance = Dit forsikringsselskab betaler. Medbring din betalingsgaranti.
confirmation-payer-public = Regionen betaler, fordi du er henvist.
confirmation-at = { $name }, { $street }, { $postcode } { $city }
confirmation-number = Nummer { $number }
confirmation-sent = Sendt { $day } { $year }
confirmation-file = bekraeftelse.pdf

## I kalenderen: hvornår, og ikke et ord mere
calendar-entry = Aftale
calendar-file = aftale.ics
calendar-feed = Aftaler
calendar-feed-file = aftaler.ics

## R31: praktiske oplysninger
advice-arrive-early-title = Kom i god tid
advice-arrive-early-body = Mød op i receptionen ti minutter før din tid.
advice-bring-id-title = Tag legitimation med
advice-bring-id-body = Medbring dit sundhedskort og en liste over den medicin, du tager.
advice-cancel-in-time-title = Hvis du er forhindret
advice-cancel-in-time-body = Ring til os så tidligt som muligt, så en anden kan få tiden.
advice-quiet-place-title = Find et roligt sted
advice-quiet-place-body = Sæt dig et sted, hvor du kan tale uforstyrret, og hvor der er god internetforbindelse.
advice-start-from-link-title = Start fra linket
advice-start-from-link-body = Du får en sms ca. 10 minutter før aftalen med et link. Derfra kan du starte din videokonsultation.
advice-permission-title = Giv adgang til kamera og lyd
advice-permission-body = Der kommer en pop-up på skærmen, når appen eller hjemmesiden skal have tilladelse til at bruge dit kamera og din lyd. Vælg Tillad. Herefter kan du tjekke, om det er sat rigtigt op, og klikke på Fortsæt.
advice-if-delayed-title = Hvis din behandler er forsinket
advice-if-delayed-body = Er din behandler mere end ti minutter forsinket, kan du forlade venteværelset. Vi kontakter dig inden for to hverdage og hjælper dig videre.

## R48–R51: placering af udstyr
advice-face-the-light-title = Sæt dig i godt lys
advice-face-the-light-body = Placer din telefon eller tablet i øjenhøjde, og sid med ansigtet mod vinduet eller lampen.
advice-room-to-move-title = Gør plads til bevægelse
advice-room-to-move-body = Placer din smartphone eller tablet således, at der er plads til bevægelse: stillet op to-tre meter fra dig, så hele kroppen er i billedet.
advice-show-the-movement-title = Du kan blive bedt om at bevæge dig
advice-show-the-movement-body = Det kan fx være at bevæge skulderen eller gå et par skridt, så behandleren kan se, om du har den forventede bevægelighed. Tag tøj på, du kan bevæge dig i.
advice-hold-close-title = Hold kameraet tæt på
advice-hold-close-body = Du kan blive bedt om at holde kameraet tæt på huden. Tør linsen af først.

## R35–R37: tjek af udstyr
device-help-denied-app = Appen har ikke adgang til kamera eller mikrofon. Åbn telefonens Indstillinger, find Aleris Online, og slå Kamera og Mikrofon til. Kom så tilbage og prøv igen.
device-help-denied-web = Hjemmesiden har ikke adgang til kamera eller mikrofon. Klik på ikonet ved siden af adressen øverst i browseren, vælg Tillad, og prøv igen.
device-help-failed = Kamera eller lyd virker ikke. Luk andre programmer, der bruger dem, og prøv igen. Du kan også ringe til os og tage samtalen på telefon.

## R39–R47: skærmen i venteværelset
screen-scheduled-title = Din videokonsultation
screen-scheduled-body = Du kan gå ind i venteværelset fra kl. { $opens }.
screen-open-title = Du kan starte nu
screen-open-body = Tjek dit kamera og din lyd, og klik på Fortsæt.
screen-clinician-waits-title = Din behandler er klar
screen-clinician-waits-body = Tjek dit kamera og din lyd, og klik på Fortsæt. Så kan I gå i gang.
screen-clinician-is-ready-now = Din behandler er klar nu. Du kan komme tilbage til venteværelset.
arrived-one = { $name } er i venteværelset.
arrived-unnamed = En patient er kommet i venteværelset.
arrived-several = { $count } patienter er kommet i venteværelset.
screen-delay-announced = Din behandler er forsinket og forventer at være klar kl. { $start }.
screen-waiting-title = Du er i venteværelset
screen-waiting-body = Din behandler kan se, at du venter. Hold siden åben: du får et billede og lyd, når din behandler er klar.
screen-late-title = Din behandler er forsinket
screen-late-body = Du kan blive, eller du kan forlade venteværelset. Forlader du det, kontakter vi dig senest { $due } og hjælper dig videre.
screen-clinician-ready-title = Din behandler er klar
screen-clinician-ready-body = Accepter for at gå i gang med videokonsultationen.
screen-in-progress-title = Videokonsultation
screen-in-progress-body = Du er i samtale med din behandler.
screen-left-due-to-delay-title = Du har forladt venteværelset
screen-left-due-to-delay-body = Vi beklager ventetiden. Vi kontakter dig senest { $due } og hjælper dig videre. Du kan også komme tilbage.
screen-left-and-taken-care-of-title = Du har forladt venteværelset
screen-left-and-taken-care-of-body = Vi beklager ventetiden.
screen-left-early-title = Du har forladt venteværelset
screen-left-early-body = Du kan komme tilbage, så længe venteværelset er åbent. Ring til os, hvis du har brug for hjælp.
screen-ended-title = Konsultationen er afsluttet
screen-ended-body = Tak for i dag.
screen-ended-patient-no-show-title = Vi nåede ikke at mødes
screen-ended-patient-no-show-body = Du kan bestille en ny tid her, eller ringe til os, så hjælper vi dig videre.
screen-ended-technical-failure-title = Teknikken svigtede
screen-ended-technical-failure-body = Videokonsultationen blev ikke til noget. Det koster dig ikke noget.
screen-ended-clinic-no-show-title = Vi nåede ikke frem til dig
screen-ended-clinic-no-show-body = Du ventede, uden at vi kom. Det beklager vi, og det koster dig ikke noget.
screen-ended-unanswered-title = Vi fik ikke fat i hinanden
screen-ended-unanswered-body = Din behandler kaldte, men forbindelsen kom ikke i stand. Det koster dig ikke noget.
screen-ended-left-due-to-delay-title = Vi beklager ventetiden
screen-ended-left-due-to-delay-body = Din behandler var forsinket. Det koster dig ikke noget.
screen-ended-left-early-title = Vi nåede ikke at tale sammen
screen-ended-left-early-body = Du kan bestille en ny tid her, eller ringe til os, så hjælper vi dig videre.
screen-cancelled-title = Aftalen er aflyst
screen-cancelled-body = Ring til os, hvis du har spørgsmål.

## R46–R47: det, vi har lovet, og hvordan det gik
follow-up-promised = Vi kontakter dig senest { $due } og hjælper dig videre.
follow-up-overdue = Vi skulle have kontaktet dig senest { $due }. Det beklager vi. Vi gør det hurtigst muligt, og du kan altid ringe til os.
follow-up-contacted = Vi har kontaktet dig og er i gang med at hjælpe dig videre.
follow-up-new-appointment = Du har fået en ny tid.
follow-up-phone = Vi har talt med dig og hjulpet dig videre.
follow-up-referral = Vi har sørget for, at andre hjælper dig videre.
follow-up-declined = Opfølgningen er afsluttet, som vi aftalte.
follow-up-withdrawn = Du kom selv tilbage, så vi kontakter dig ikke.

sign-in-cancelled = Du afbrød. Der er ikke sket noget, og du kan prøve igen.
sign-in-refused-by-broker = MitID kunne ikke gennemføre dit login. Prøv igen.
sign-in-not-verified = Vi kunne ikke bekræfte, hvem du er. Prøv igen.
sign-in-assurance-too-low = Dit login var ikke sikkert nok. Brug MitID på niveau Betydelig.
sign-in-broker-unavailable = MitID svarer ikke lige nu. Prøv igen om lidt, eller ring til os.

unavailable = Vi kan ikke svare lige nu. Prøv igen om lidt, eller ring til os.

consent-withdrawn = Du har trukket dit samtykke tilbage og er logget ud. Aleris gemmer ikke flere oplysninger fra appen. Det, der allerede står i din journal, bliver ikke slettet: hospitalet har efter loven pligt til at opbevare det i mindst ti år. Dine aftaler gælder stadig; ring til os, hvis du vil ændre dem. Er du i en videokonsultation, kan du gøre den færdig først.

## R17–R19: hvorfor man ikke selv kan bestille
hindrance-age-unknown = Vi kender ikke din alder. Ring til os for at bestille denne tid.
hindrance-too-young = Du skal være fyldt { $age } år for selv at kunne bestille denne tid.
hindrance-referral-missing = Du skal have en henvisning, før du kan bestille denne tid.
hindrance-guarantee-missing = Du skal have en betalingsgaranti fra dit forsikringsselskab, før du kan bestille denne tid.
refused-other-way-in-self = Du kan selv vælge en ledig tid.
refused-other-way-in-request = Bed om en tid, så finder vi en til dig.
refused-too-many-appointments = Du kan højst have { $most } aftaler foran dig. Aflys en, eller ring til os.
refused-hold-expired = Tiden er ikke længere reserveret til dig. Den kan stadig være ledig.
refused-hold-renewed = Tiden er allerede forlænget. Den er reserveret til dig til kl. { $until }.
refused-already-requested = Du har allerede bedt om en tid. Vi finder en til dig.
refused-request-closed = Anmodningen er allerede afsluttet.
refused-patient-is-busy = Patienten har allerede en aftale på det tidspunkt.
refused-time-is-booked = Der er patienter i det tidsrum. Flyt eller aflys dem først.

## Flytte og aflyse
why-not-not-booked = Aftalen er aflyst eller afholdt.
why-not-begun = Aftalen er begyndt. Ring til os, så hjælper vi dig.
why-not-by-video = Ved video siger behandleren selv, hvordan det gik.
why-not-not-begun = Aftalen er ikke begyndt endnu.
why-not-in-consultation = Du er i gang med din konsultation.
why-not-patient-is-there = Patienten er i venteværelset eller i samtale.
why-not-not-possible-now = Det kan ikke lade sig gøre på dette tidspunkt i konsultationen.
why-not-too-early = Venteværelset er ikke åbent endnu.
why-not-too-late = Venteværelset er lukket. Ring til os, så hjælper vi dig videre.
why-not-clinician-not-late = Din behandler er ikke mere end ti minutter forsinket.
why-not-not-ringing = Din behandler kalder ikke lige nu.
why-not-follow-up-in-progress = Vi er allerede i gang med at kontakte dig.
notice-late-change = Der er mindre end 24 timer til din aftale. Du kan stadig flytte eller aflyse den, men så kan vi sjældent nå at give tiden til en anden. Ring gerne til os i stedet.
