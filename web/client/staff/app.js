/** The clinic's client: the board for clinicians, the desk for coordinators. */
import { html, render, useEffect, useState } from "../vendor/vendor.js";
import { reconnect, told } from "../lib/gql.js";
import { useAsk } from "../lib/hooks.js";
import { lang, learn, speak, t } from "../lib/i18n.js";
import { heardSession, useIdleWarning } from "../lib/idle.js";
import { lazy } from "../lib/lazy.js";
import { usePath } from "../lib/router.js";
import { ConnectionBanner, IdleWarning, LanguageButton, SignedOut, signOut } from "../lib/shell.js";
import { Asked, Icon } from "../lib/ui.js";
import { texts } from "./texts.js";

learn(texts);

const Board = lazy(() => import("./board.js"), "Board");
const Closed = lazy(() => import("./closed.js"), "Closed");
const Day = lazy(() => import("./day.js"), "Day");
const FollowUps = lazy(() => import("./follow_ups.js"), "FollowUps");
const Requests = lazy(() => import("./requests.js"), "Requests");
const Skipped = lazy(() => import("./skipped.js"), "Skipped");

/** What each role has; the API refuses the rest in any case. */
const PLACES = {
  CLINICIAN: [["", "board", Board], ["dag", "day", Day], ["afsluttede", "closed", Closed], ["opfoelgning", "follow-ups", FollowUps]],
  COORDINATOR: [["", "follow-ups", FollowUps], ["oensker", "requests", Requests], ["dag", "day", Day], ["sms", "skipped", Skipped]],
};

const Bar = ({ places, at }) => html`<nav class="bar" aria-label=${t("bar")}>
  ${places.map(([path, key]) => html`<a key=${key} href=${`/staff${path && `/${path}`}${location.search}`} aria-current=${path === at ? "page" : undefined}>${t(key)}</a>`)}
</nav>`;

/** Staff have no language in the API: it is in the address, and nothing is kept. */
function useLanguage() {
  const [, draw] = useState(0);
  return (wanted) => {
    speak(wanted);
    history.replaceState(null, "", `${location.pathname}?language=${wanted}`);
    reconnect();
    draw((it) => it + 1);
  };
}

function App() {
  const [at = ""] = usePath();
  const start = useAsk("StaffStart");
  const [isOut, setOut] = useState(false);
  const choose = useLanguage();
  const { isWarned, stay } = useIdleWarning(false);
  useEffect(() => void (told.signedOut = () => setOut(true)), []);
  useEffect(() => {
    if (start.data) heardSession(start.data.session);
  }, [start.data]);
  if (isOut) return html`<main><${SignedOut} to=${`/sign-in/staff?landing=${encodeURIComponent(location.pathname)}`} /></main>`;
  const places = PLACES[start.data?.staff.role] ?? [];
  const [, , Screen] = places.find(([path]) => path === at) ?? places[0] ?? [];
  return html`
    <a class="skip" href="#main">${t("skip")}</a>
    <header>
      <p class="brand"><${Icon} name="HEART" />Aleris Online</p>
      <${Bar} places=${places} at=${at} />
      <${LanguageButton} onChoose=${choose} />
      <button class="small" onClick=${signOut}>${t("sign-out")}</button>
    </header>
    <${ConnectionBanner} />
    <main id="main" class="broad">
      <${Asked} of=${start}>${({ staff, appInfo }) => html`<${Screen} key=${at} staff=${staff} supportPhone=${appInfo.supportPhone} />`}<//>
    </main>
    ${isWarned && html`<${IdleWarning} onStay=${stay} />`}`;
}

speak(lang());
render(html`<${App} />`, document.getElementById("app"));
