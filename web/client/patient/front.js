/** R15-R19: the page behind the heart. */
import { html } from "../vendor/vendor.js";
import { useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Asked, Card, Heading } from "../lib/ui.js";
import { AppointmentCard, Promises, ServiceCard } from "./cards.js";

const KINDS = ["DOCTOR", "PSYCHOLOGIST", "SPECIALIST"];

export function FrontPage({ start }) {
  const first = start.me.name.split(" ")[0];
  return html`
    <${Heading} name=${t("front-page")}>${first ? t("hello", { name: first }) : t("front-page")}<//>
    <${Asked} of=${useAsk("FrontPage")}>${({ frontPage, me }) => html`
      <${Promises} of=${me.followUps} />
      ${frontPage.unreadConfirmations > 0 && html`<${Card} kind="warm">
        <h2>${t("new-confirmations", { n: frontPage.unreadConfirmations })}</h2>
        <p><a href="/app/bekraeftelser">${t("read-them")}</a></p>
      <//>`}
      ${frontPage.nextAppointment && html`<h2>${t("next-appointment")}</h2><${AppointmentCard} of=${frontPage.nextAppointment} heading="h3" />`}
      <h2>${t("order-time")}</h2>
      <div class="columns">${KINDS.map((kind) => html`<${Services} kind=${kind} all=${frontPage.services} />`)}</div>`}<//>`;
}

function Services({ kind, all }) {
  const own = all.filter((it) => it.kind === kind);
  return own.length > 0 && html`<div>
    <h3>${t(`kind-${kind}`)}</h3>
    <ul class="menu">${own.map((it) => html`<${ServiceCard} key=${it.id} of=${it} />`)}</ul>
  </div>`;
}
