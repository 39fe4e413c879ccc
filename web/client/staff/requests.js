/** R20: for coordinators: who waits for a time, live, and giving it. */
import { html, useState } from "../vendor/vendor.js";
import { date, isoDay, now, whenever } from "../lib/format.js";
import { useAct, useAsk, useLive } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { More, usePages } from "../lib/pages.js";
import { Alternatives, Slots } from "../lib/slots.js";
import { Asked, Dialog, Field, Heading, Notice, Refusal, Waiting } from "../lib/ui.js";

const DAY = 86_400_000;

export function Requests() {
  const { value: list } = useLive("Requests");
  const [given, setGiven] = useState();
  return html`
    <${Heading}>${t("requests")}<//>
    ${given && html`<${Notice} kind="good"><p>${given}</p><//>`}
    ${!list ? html`<${Waiting} />` : html`
      <p class="live" role="status"><span class="dot" aria-hidden="true"></span>${t("n-requests", { n: list.open })}</p>
      ${list.cases.length === 0 && html`<p>${t("no-requests")}</p>`}
      <ul class="plain">${list.cases.map((it) => html`<${One} key=${it.request.id} of=${it} onDone=${setGiven} />`)}</ul>
      ${list.open > list.cases.length && html`<${AfterThem} cases=${list.cases} onDone=${setGiven} />`}`}`;
}

/** So many are followed; whoever has waited for a shorter time is read page by page. */
function AfterThem({ cases, onDone }) {
  const ids = new Set(cases.map((it) => it.request.id));
  const pages = usePages("AllRequests", {}, (data) => data.appointmentRequests);
  const rest = pages.nodes.filter((it) => !ids.has(it.request.id));
  return html`
    <ul class="plain">${rest.map((it) => html`<${One} key=${it.request.id} of=${it} onDone=${(text) => (onDone(text), pages.again())} />`)}</ul>
    <${More} of=${pages} />`;
}

function One({ of: { request: it, patient }, onDone }) {
  const [doing, setDoing] = useState();
  const close = () => setDoing();
  return html`<li class="card">
    <h2>${patient.name}</h2>
    <p><strong>${it.service.name}</strong> · <span class="muted">${t("asked-on", { date: date(it.requestedAt) })}</span></p>
    ${it.wishes && html`<p>»${it.wishes}«</p>`}
    <p class="row">
      <button class="primary" onClick=${() => setDoing("give")}>${t("give-time")}<span class="unseen"> ${patient.name}</span></button>
      <button onClick=${() => setDoing("decline")}>${t("decline")}<span class="unseen"> ${patient.name}</span></button>
    </p>
    ${doing === "give" && html`<${Give} request=${it} name=${patient.name} onClose=${close} onDone=${onDone} />`}
    ${doing === "decline" && html`<${Decline} request=${it} onClose=${close} onDone=${onDone} />`}
  </li>`;
}

function Give({ request, name, onClose, onDone }) {
  const { run, busy, refusal } = useAct();
  const window = { service: request.service.id, from: isoDay(now()), to: isoDay(now() + 13 * DAY) };
  const give = async (slot) => {
    const booked = await run("AllocateTime", { requestId: request.id, slotId: slot.id });
    if (booked) onDone(t("time-given", { name, when: whenever(booked.startsAt) }));
  };
  return html`<${Dialog} title=${t("give-time")} onClose=${onClose} kind="large">
    <p>${name}: ${request.service.name}</p>
    <${Refusal} of=${refusal} />
    <${Alternatives} refusal=${refusal} onChoose=${give} busy=${busy} />
    <${Asked} of=${useAsk("Slots", window)}>${({ slots }) => (slots.length ? html`<${Slots} slots=${slots} onChoose=${give} busy=${busy} withDay />` : html`<p>${t("no-free-times")}</p>`)}<//>
    <button class="wide" onClick=${onClose}>${t("cancel")}</button>
  <//>`;
}

function Decline({ request, onClose, onDone }) {
  const { run, busy, refusal } = useAct();
  const decline = async (event) => {
    event.preventDefault();
    const reason = new FormData(event.target).get("reason");
    if (await run("DeclineRequest", { requestId: request.id, reason })) onDone(t("declined"));
  };
  return html`<${Dialog} title=${t("decline")} onClose=${onClose}><form onSubmit=${decline}>
    <${Field} area name="reason" label=${t("why")} hint=${t("patient-reads")} required maxlength="500" />
    <${Refusal} of=${refusal} />
    <button class="danger wide" disabled=${busy}>${t("decline")}</button>
    <button type="button" class="wide" onClick=${onClose}>${t("cancel")}</button>
  </form><//>`;
}
