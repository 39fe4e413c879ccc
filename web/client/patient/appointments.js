/** R25-R26: Mine aftaler: the active ones, live, and those that were. */
import { html } from "../vendor/vendor.js";
import { date } from "../lib/format.js";
import { useAct, useLive } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Asked, Card, Chip, Heading, Refusal, Waiting } from "../lib/ui.js";
import { AppointmentCard } from "./cards.js";
import { More, usePages } from "../lib/pages.js";

const FOLLOWED = 20; // as many as are live; the API has the rest page by page
const cardOf = (it) => html`<${AppointmentCard} key=${it.id} of=${it} />`;

export const Appointments = ({ past }) => html`
  <${Heading}>${t("appointments")}<//>
  <p class="tabs">
    <a href="/app/aftaler" aria-current=${past ? undefined : "page"}>${t("active")}</a>
    <a href="/app/aftaler/tidligere" aria-current=${past ? "page" : undefined}>${t("past")}</a>
  </p>
  ${past ? html`<${Past} />` : html`<${Active} />`}`;

/** What the clinic gives, moves, cancels and declines is seen at once. */
function Active() {
  const { value: mine } = useLive("Mine");
  if (!mine) return html`<${Waiting} />`;
  const ids = new Set(mine.appointments.map((it) => it.id));
  // Of those with a time the appointment is there; of those one took back oneself one knows.
  const requests = mine.requests.filter((it) => it.state === "OPEN" || it.state === "DECLINED");
  return html`
    ${requests.map((it) => html`<${it.state === "OPEN" ? Request : Declined} key=${it.id} of=${it} />`)}
    ${ids.size + requests.length === 0 && html`<${None} text="no-appointments" />`}
    ${mine.appointments.map(cardOf)}
    ${ids.size >= FOLLOWED && html`<${AfterThem} ids=${ids} />`}
    <p><a href="/app/bekraeftelser">${t("confirmations")}</a>${mine.unreadConfirmations > 0 && ` (${t("n-new", { n: mine.unreadConfirmations })})`}</p>`;
}

function AfterThem({ ids }) {
  const pages = usePages("MyAppointments", { filter: "ACTIVE" }, (data) => data.myAppointments);
  return html`${pages.nodes.filter((it) => !ids.has(it.id)).map(cardOf)}<${More} of=${pages} />`;
}

function Past() {
  const pages = usePages("MyAppointments", { filter: "HISTORY" }, (data) => data.myAppointments);
  return html`<${Asked} of=${pages}>${() => html`
    ${pages.nodes.length === 0 && html`<${None} text="no-past" />`}
    ${pages.nodes.map(cardOf)}
    <${More} of=${pages} />
    <p><a href="/app/bekraeftelser">${t("confirmations")}</a></p>`}<//>`;
}

const None = ({ text }) => html`<${Card}><p>${t(text)}</p><p><a class="button primary" href="/app">${t("order-time")}</a></p><//>`;

function Request({ of: it }) {
  const { run, busy, refusal } = useAct();
  return html`<${Card}>
    <p class="row"><${Chip} kind="warm">${t("waits-for-time")}<//></p>
    <h2>${it.service.name}</h2>
    <p>${t("request-sent-next")}</p>
    <${Asking} of=${it} />
    <${Refusal} of=${refusal} />
    <button disabled=${busy} onClick=${() => run("WithdrawRequest", { requestId: it.id })}>${t("withdraw-request")}</button>
  <//>`;
}

/** No text message tells of it: here one reads why, for two weeks. */
const Declined = ({ of: it }) => html`<${Card}>
  <p class="row"><${Chip}>${t("no-time-given")}<//></p>
  <h2>${it.service.name}</h2>
  <p>${it.reason}</p>
  <${Asking} of=${it} />
<//>`;

const Asking = ({ of: it }) => html`
  ${it.wishes && html`<p class="muted">${t("you-wrote", { wishes: it.wishes })}</p>`}
  <p class="muted">${t("asked-on", { date: date(it.requestedAt) })}</p>`;
