/** R17-R20: order a time: choose one, which is then held while one decides, or ask for one. */
import { html, useEffect, useState } from "../vendor/vendor.js";
import { heardServerTime, kroner, left, when } from "../lib/format.js";
import { useAct, useAsk, useSeconds } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../lib/router.js";
import { Alternatives } from "../lib/slots.js";
import { Times } from "../lib/times.js";
import { Advice, Asked, Card, Facts, Field, Heading, Notice, Refusal } from "../lib/ui.js";
import { NotFound } from "./not_found.js";
import { ModalityChip, nameOf } from "./cards.js";

export const Booking = ({ id }) => html`<${Asked} of=${useAsk("Services")}>${({ services, hold }) => {
  const service = services.find((it) => it.id === id);
  return service ? html`<${OneService} of=${service} held=${hold} />` : html`<${NotFound} />`;
}}<//>`;

const OneService = ({ of: it, held }) => html`
  <p><a href="/app">${t("back-to-front")}</a></p>
  <${Heading}>${it.name}<//>
  <p class="row"><${ModalityChip} of=${it.modality} /><span class="muted">${[t("minutes", { n: it.minutes }), it.price && kroner(it.price)].filter(Boolean).join(" · ")}</span></p>
  ${it.needsReferral && html`<p>${t("needs-referral")}</p>`}
  ${it.needsGuarantee && html`<p>${t("needs-guarantee")}</p>`}
  ${!it.bookable ? html`<${Notice} kind="warm">${it.whyNot.map((why) => html`<p>${why.message}</p>`)}<//>`
    : it.bookingMode === "REQUEST" ? html`<${AskForTime} service=${it} />` : html`<${ChooseTime} service=${it} held=${held} />`}
  ${it.practicalInformation.length > 0 && html`<details class="card"><summary>${t("practical")}</summary><${Advice} pieces=${it.practicalInformation} /></details>`}`;

/** A chosen time is held; what was held before, also in another tab, is shown at once. */
function ChooseTime({ service, held }) {
  const [hold, setHold] = useState(held?.service.id === service.id ? held : null);
  const { run, busy, refusal } = useAct();
  const choose = async (slot) => {
    const taken = await run("HoldSlot", { slotId: slot.id });
    if (taken) setHold(taken);
  };
  if (hold) return html`<${Held} hold=${hold} onChange=${setHold} />`;
  return html`
    ${held && held.service.id !== service.id && html`<${Notice}><p>${t("other-hold", { name: held.service.name })}</p><//>`}
    <${Refusal} of=${refusal} />
    <${Alternatives} refusal=${refusal} onChoose=${choose} busy=${busy} />
    <${Times} service=${service.id} onChoose=${choose} busy=${busy} />`;
}

function Held({ hold, onChange }) {
  const { run, busy, refusal } = useAct();
  const book = async () => {
    const booked = await run("BookHeld", { holdId: hold.id });
    if (booked) navigate(`/app/bekraeftelse/${booked.confirmation.id}?ny=1`);
  };
  const renew = async () => {
    const renewed = await run("RenewHold", { holdId: hold.id });
    if (renewed) onChange(renewed);
  };
  const release = async () => {
    await run("ReleaseHold", { holdId: hold.id });
    onChange(null);
  };
  const takeOther = async (slot) => {
    const taken = await run("HoldSlot", { slotId: slot.id });
    if (taken) onChange(taken);
  };
  return html`<${Card} kind="strong">
    <h2>${when(hold.startsAt)}</h2>
    <p>${nameOf(hold.clinician)}</p>
    <${Countdown} hold=${hold} />
    <${Refusal} of=${refusal} />
    <button class="primary wide" disabled=${busy} onClick=${book}>${t("book-it")}</button>
    ${hold.mayRenew && html`<button class="wide" disabled=${busy} onClick=${renew}>${t("renew-hold")}</button>`}
    <button class="wide" disabled=${busy} onClick=${release}>${t("choose-another")}</button>
    <${Alternatives} refusal=${refusal} onChoose=${takeOther} busy=${busy} />
  <//>`;
}

/** Read aloud when it begins and when it has run out, not every second. */
function Countdown({ hold }) {
  useEffect(() => heardServerTime(hold.serverTime), [hold]);
  useSeconds();
  const rest = left(hold.heldUntil);
  if (rest === "0:00") return html`<${Notice} kind="warm"><p>${t("hold-is-over")}</p><//>`;
  return html`<p><span role="status" class="unseen">${t("held-for-you")}</span>${t("held-for")} <strong class="clock">${rest}</strong></p>`;
}

/** R20: ask, and be given a time. */
function AskForTime({ service }) {
  const { run, busy, refusal } = useAct();
  const [sent, setSent] = useState(false);
  const send = async (event) => {
    event.preventDefault();
    const wishes = new FormData(event.target).get("wishes").trim() || null;
    const idempotencyKey = crypto.randomUUID();
    if (await run("RequestAppointment", { serviceId: service.id, wishes, idempotencyKey })) setSent(true);
  };
  if (sent) return html`<${Notice} kind="good"><h2>${t("request-sent")}</h2><p>${t("request-sent-next")}</p><p><a class="button primary" href="/app/aftaler">${t("appointments")}</a></p><//>`;
  return html`<form class="card" onSubmit=${send}>
    <p>${t("by-request")}</p>
    <${Facts} rows=${[[t("with"), service.clinicians.map(nameOf).join("; ")]]} />
    <${Field} area name="wishes" label=${t("wishes")} hint=${t("wishes-hint")} maxlength="500" />
    <${Refusal} of=${refusal} />
    <button class="primary wide" disabled=${busy}>${t("send-request")}</button>
  </form>`;
}
