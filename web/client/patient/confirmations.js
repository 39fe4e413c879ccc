/** R20-R24: what we have sent, as it was sent. */
import { html, useEffect, useState } from "../vendor/vendor.js";
import { date, when } from "../lib/format.js";
import { ask } from "../lib/gql.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Asked, Card, Chip, Facts, Heading, Notice, Refusal } from "../lib/ui.js";
import { More, usePages } from "../lib/pages.js";
import { NotFound } from "./not_found.js";

export function Confirmations() {
  const pages = usePages("Confirmations", {}, (data) => data.bookingConfirmations);
  return html`
    <p><a href="/app/aftaler">${t("back-to-appointments")}</a></p>
    <${Heading}>${t("confirmations")}<//>
    <${Asked} of=${pages}>${() => html`
      ${pages.nodes.length === 0 && html`<p>${t("no-confirmations")}</p>`}
      <ul class="plain">${pages.nodes.map((it) => html`<li key=${it.id} class="card">
        <p class="row">${!it.readAt && html`<${Chip} kind="good">${t("new")}<//>`}${it.supersededBy && html`<${Chip}>${t("superseded")}<//>`}</p>
        <h2><a href=${`/app/bekraeftelse/${it.id}`}>${it.appointment.service.name}</a></h2>
        <p>${when(it.appointment.startsAt)}</p>
        <p class="muted">${it.number} · ${t("sent", { date: date(it.sentAt) })}</p>
      </li>`)}</ul>
      <${More} of=${pages} />`}<//>`;
}

export function Confirmation({ id, refreshBar }) {
  const asked = useAsk("OneConfirmation", { id });
  const isUnread = asked.data?.bookingConfirmation?.readAt === null;
  useEffect(() => {
    // R24: opened once, it stays read.
    if (isUnread) ask("ReadConfirmation", { input: { confirmationId: id } }).then(refreshBar, () => {});
  }, [isUnread]);
  return html`<${Asked} of=${asked}>${({ bookingConfirmation: it }) => (it ? html`<${Letter} of=${it} />` : html`<${NotFound} />`)}<//>`;
}

function Letter({ of: it }) {
  const isNew = new URLSearchParams(location.search).has("ny");
  return html`
    <p><a href="/app/bekraeftelser">${t("back-to-confirmations")}</a></p>
    <${Heading}>${it.title}<//>
    ${isNew && html`<${Notice} kind="good"><p>${t("is-booked")}</p><//>`}
    ${it.supersededBy && html`<${Notice} kind="warm"><p>${t("superseded-why")} <a href=${`/app/bekraeftelse/${it.supersededBy.id}`}>${t("see-newest")}</a></p><//>`}
    ${it.appointment.state === "CANCELLED" && html`<${Notice} kind="warm"><p>${t("appointment-is-cancelled")}</p><//>`}
    <p class="muted">${it.number} · ${t("sent", { date: date(it.sentAt) })}</p>
    <${Card} kind="letter"><${Facts} rows=${it.sections.map(({ heading, body }) => [heading, body])} /><//>
    <p class="buttons">
      <a class="button primary" href=${`/app/aftale/${it.appointment.id}`}>${t("go-to-appointment")}</a>
      <a class="button" href=${it.appointment.calendarUrl} download>${t("add-to-calendar")}</a>
      <a class="button" href=${it.pdfUrl} target="_blank">${t("get-pdf")}</a>
      <${SendAgain} id=${it.id} />
    </p>`;
}

function SendAgain({ id }) {
  const { run, busy, refusal } = useAct();
  const [sent, setSent] = useState(false);
  const send = async () => setSent(Boolean(await run("SendConfirmationAgain", { confirmationId: id })));
  return html`<button disabled=${busy} onClick=${send}>${t("send-again")}</button>
    ${sent && html`<${Notice} kind="good">${t("sent-again")}<//>`}<${Refusal} of=${refusal} />`;
}
