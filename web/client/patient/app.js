/** The patient's client: what is around every screen, and which screen stands where. */
import { html, render, useEffect, useState } from "../vendor/vendor.js";
import { ask, reconnect, told } from "../lib/gql.js";
import { useAsk, useLive } from "../lib/hooks.js";
import { lang, speak, t } from "../lib/i18n.js";
import { heardSession, useIdleWarning } from "../lib/idle.js";
import { lazy } from "../lib/lazy.js";
import { navigate, usePath } from "../lib/router.js";
import { ConnectionBanner, IdleWarning, LanguageButton, SignedOut } from "../lib/shell.js";
import { Asked, Icon } from "../lib/ui.js";
import { FrontPage } from "./front.js";
import { Invitation } from "./invitation.js";
import { NotFound } from "./not_found.js";

const about = () => import("./about.js");
const confirmations = () => import("./confirmations.js");
const Appointment = lazy(() => import("./appointment.js"), "Appointment");
const Appointments = lazy(() => import("./appointments.js"), "Appointments");
const Booking = lazy(() => import("./booking.js"), "Booking");
const Confirmation = lazy(confirmations, "Confirmation");
const Confirmations = lazy(confirmations, "Confirmations");
const ConsentAgain = lazy(() => import("./consent.js"), "ConsentAgain");
const LinkTarget = lazy(() => import("./link.js"), "LinkTarget");
const Move = lazy(() => import("./move.js"), "Move");
const Profile = lazy(() => import("./profile.js"), "Profile");
const Video = lazy(() => import("./video.js"), "Video");

const PLACES = { FRONT_PAGE: "/app", MY_APPOINTMENTS: "/app/aftaler", PROFILE: "/app/profil" };
const BELOW_PROFILE = {
  kontakt: lazy(() => import("./contact.js"), "Contact"),
  indstillinger: lazy(() => import("./settings.js"), "Settings"),
  om: lazy(about, "About"),
  vilkaar: lazy(about, "Terms"),
  samtykker: lazy(about, "Consents"),
  sessioner: lazy(about, "Sessions"),
};
const BELONGS_TO = { aftaler: "MY_APPOINTMENTS", aftale: "MY_APPOINTMENTS", bekraeftelser: "MY_APPOINTMENTS", bekraeftelse: "MY_APPOINTMENTS", profil: "PROFILE" };

/** The screen at a path, and what it is given. */
function screenAt([first, second, third]) {
  if (!first) return [FrontPage];
  if (first === "profil") return [second ? BELOW_PROFILE[second] : Profile];
  if (first === "bestil" && second) return [Booking, { id: second }];
  if (first === "aftaler") return [Appointments, { past: second === "tidligere" }];
  if (first === "aftale" && second) return [{ flyt: Move, video: Video }[third] ?? Appointment, { id: second }];
  if (first === "bekraeftelser") return [Confirmations];
  if (first === "bekraeftelse" && second) return [Confirmation, { id: second }];
  if (first === "l" && second) return [LinkTarget, { token: second }];
  if (first === "samtykke") return [ConsentAgain];
  return [];
}

/** R15-R16: the heart leftmost; the current place is marked by a line, for bold would wrap. */
const Bar = ({ items, path }) => html`<nav class="bar" aria-label=${t("bar")}>
  ${items.map((it) => html`<a key=${it.key} href=${PLACES[it.key]} aria-current=${(BELONGS_TO[path[0]] ?? "FRONT_PAGE") === it.key ? "page" : undefined}>
    <${Icon} name=${it.icon} /><span>${it.label}</span>
    ${it.badge > 0 && html`<b class="badge">${it.badge}<span class="unseen"> ${t("unread")}</span></b>`}
  </a>`)}
</nav>`;

async function chooseLanguage(wanted) {
  speak(wanted);
  reconnect();
  await ask("ChooseLanguage", { input: { language: wanted } }).catch(() => {});
}

function App() {
  const path = usePath();
  const start = useAsk("Start");
  const bar = useAsk("Bar", { of: path.join("/") });
  const [isOut, setOut] = useState(false);
  const [, draw] = useState(0);
  const isInVideo = path[2] === "video";
  const { isWarned, stay } = useIdleWarning(isInVideo);
  useEffect(() => {
    told.signedOut = () => setOut(true);
    told.consentNeeded = () => navigate("/app/samtykke");
  }, []);
  useEffect(() => {
    if (start.data) heardSession(start.data.session);
  }, [start.data]);
  const { value: ready } = useLive(start.data && !isOut ? "ClinicianReady" : null);
  const choose = async (wanted) => {
    await chooseLanguage(wanted);
    draw((it) => it + 1);
  };
  if (isOut) return html`<main><${SignedOut} to=${`/sign-in?landing=${encodeURIComponent(location.pathname)}`} /></main>`;
  const [Screen = NotFound, given] = screenAt(path);
  return html`
    <a class="skip" href="#main">${t("skip")}</a>
    <header class=${isInVideo ? "quiet" : ""}>
      <p class="brand"><${Icon} name="HEART" />Aleris Online</p>
      ${start.data && html`<${Bar} items=${(bar.data ?? start.data).navigation} path=${path} />`}
      <${LanguageButton} onChoose=${choose} />
    </header>
    <${ConnectionBanner} isInVideo=${isInVideo} />
    <main id="main">
      <${Asked} of=${start}>${(data) => html`<${Screen} key=${path.join("/")} ...${given} start=${data} onLanguage=${choose} refreshBar=${bar.again} />`}<//>
    </main>
    <${Invitation} ready=${ready?.waitingRoom} />
    ${isWarned && html`<${IdleWarning} onStay=${stay} />`}`;
}

speak(lang());
render(html`<${App} />`, document.getElementById("app"));
