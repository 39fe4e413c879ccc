/** R25-R26: Mine aftaler: the active ones, and those that were. */
import { html } from "../vendor/vendor.js";
import { date } from "../lib/format.js";
import { useAct } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Asked, Card, Chip, Heading, Refusal } from "../lib/ui.js";
import { AppointmentCard } from "./cards.js";
import { More, usePages } from "../lib/pages.js";

export function Appointments({ past }) {
  const pages = usePages("MyAppointments", { filter: past ? "HISTORY" : "ACTIVE" }, (data) => data.myAppointments);
  return html`
    <${Heading}>${t("appointments")}<//>
    <p class="tabs">
      <a href="/app/aftaler" aria-current=${past ? undefined : "page"}>${t("active")}</a>
      <a href="/app/aftaler/tidligere" aria-current=${past ? "page" : undefined}>${t("past")}</a>
    </p>
    <${Asked} of=${pages}>${({ myRequests, frontPage }) => html`
      ${!past && myRequests.map((it) => html`<${Request} key=${it.id} of=${it} onChange=${pages.again} />`)}
      ${pages.nodes.length === 0 && (past || myRequests.length === 0) && html`<${Card}><p>${t(past ? "no-past" : "no-appointments")}</p><p><a class="button primary" href="/app">${t("order-time")}</a></p><//>`}
      ${pages.nodes.map((it) => html`<${AppointmentCard} key=${it.id} of=${it} />`)}
      <${More} of=${pages} />
      <p><a href="/app/bekraeftelser">${t("confirmations")}</a>${frontPage.unreadConfirmations > 0 && ` (${t("n-new", { n: frontPage.unreadConfirmations })})`}</p>`}<//>`;
}

function Request({ of: it, onChange }) {
  const { run, busy, refusal } = useAct();
  const withdraw = async () => {
    if (await run("WithdrawRequest", { requestId: it.id })) onChange();
  };
  return html`<${Card}>
    <p class="row"><${Chip} kind="warm">${t("waits-for-time")}<//></p>
    <h2>${it.service.name}</h2>
    <p>${t("request-sent-next")}</p>
    ${it.wishes && html`<p class="muted">${t("you-wrote", { wishes: it.wishes })}</p>`}
    <p class="muted">${t("asked-on", { date: date(it.requestedAt) })}</p>
    <${Refusal} of=${refusal} />
    <button disabled=${busy} onClick=${withdraw}>${t("withdraw-request")}</button>
  <//>`;
}
