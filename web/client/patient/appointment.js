/** R27-R34, R48-R51: one appointment, what is good to know about it, and what one may do with it. */
import { html, useEffect, useState } from "../vendor/vendor.js";
import { kroner, phone, time, when, whenever } from "../lib/format.js";
import { useAct, useAsk, useLive } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Advice, Asked, Card, Chip, Dialog, Facts, Heading, Notice, Refusal } from "../lib/ui.js";
import { ModalityChip, Promises, addressOf, nameOf, wayIn } from "./cards.js";
import { NotFound } from "./not_found.js";

const OVER = ["ENDED", "CANCELLED"];

export function Appointment({ id }) {
  const asked = useAsk("OneAppointment", { id });
  return html`<${Asked} of=${asked}>${({ appointment }) => (appointment ? html`<${One} of=${appointment} again=${asked.again} />` : html`<${NotFound} />`)}<//>`;
}

/** By video it is followed: what the time and the clinician change is seen at once. */
function One({ of: it, again }) {
  const isLive = it.consultation && !OVER.includes(it.consultation.state);
  const { value: room } = useLive(isLive ? "WaitingRoom" : null, { id: it.consultation?.id });
  const stands = room && [room.version, room.mayEnter, room.mayLeave].join();
  useEffect(() => {
    if (stands) again();
  }, [stands]);
  return html`
    <p><a href="/app/aftaler">${t("back-to-appointments")}</a></p>
    <p class="row"><${ModalityChip} of=${it.modality} />${it.state !== "BOOKED" && html`<${Chip}>${t(`appointment-${it.state}`)}<//>`}</p>
    <${Heading}>${when(it.startsAt)}<//>
    ${it.cancelReason && html`<${Notice} kind="warm"><p>${t("clinic-cancelled", { reason: it.cancelReason })}</p><//>`}
    ${it.consultation?.followUp && html`<${Promises} of=${[it.consultation.followUp]} />`}
    ${room && html`<${Start} of=${it} screen=${room.screen} />`}
    <div class="columns">
      <${Card}>
        <${Facts} rows=${[
          [t("what"), it.service.name],
          [t("when"), `${when(it.startsAt)}–${time(it.endsAt)}`],
          [t("with"), nameOf(it.clinician)],
          [t("payment"), it.price ? kroner(it.price) : t(`payer-${it.payer}`)],
          [t("room"), it.room],
        ]} />
      <//>
      <${Card}>
        <h2>${t("contact")}</h2>
        <${Facts} rows=${[
          [t("address"), addressOf(it.contact.address)],
          [t("phone"), html`<a href=${`tel:${it.contact.phone}`}>${phone(it.contact.phone)}</a>`],
          [t("email"), html`<a href=${`mailto:${it.contact.email}`}>${it.contact.email}</a>`],
        ]} />
      <//>
    </div>
    <${Changes} of=${it} again=${again} />
    <h2>${t("practical")}</h2>
    <${Card}><${Advice} pieces=${it.practicalInformation} /><//>
    <${Equipment} pieces=${it.equipmentAdvice} withPicture=${it.service.requiresMovement} />`;
}

/** R34: where one can now start; before that, when one can. */
function Start({ of: it, screen }) {
  const way = wayIn(it);
  return html`<${Card} kind=${way ? "strong" : ""} aria-live="polite">
    <h2>${screen.title}</h2><p>${screen.body}</p>
    ${way && html`<a class="button primary wide" href=${`/app/aftale/${it.id}/video`}>${t(way)}</a>`}
  <//>`;
}

export const Equipment = ({ pieces, withPicture }) => pieces.length > 0 && html`
  <h2>${t("equipment")}</h2>
  <${Card}><div class="advice">
    ${withPicture && html`<img src="/client/phone.svg" width="320" height="200" alt=${t("phone-picture")} />`}
    <div><${Advice} pieces=${pieces} /></div>
  </div><//>`;

/** Move and cancel, as far as the API allows it; and the calendar and the letter. */
function Changes({ of: it, again }) {
  const [cancelling, setCancelling] = useState(false);
  const [move, cancel] = ["MOVE", "CANCEL"].map((key) => it.allowedActions.find(({ action }) => action === key));
  return html`
    <p class="buttons">
      <a class="button" href=${`/app/bekraeftelse/${it.confirmation.id}`}>${t("read-confirmation")}</a>
      <a class="button" href=${it.calendarUrl} download>${t("add-to-calendar")}</a>
      ${move?.allowed && html`<a class="button" href=${`/app/aftale/${it.id}/flyt`}>${t("move-appointment")}</a>`}
      ${cancel?.allowed && html`<button class="danger" onClick=${() => setCancelling(true)}>${t("cancel-appointment")}</button>`}
    </p>
    ${it.state === "BOOKED" && cancel?.reason && html`<p class="muted">${cancel.reason}</p>`}
    ${cancelling && html`<${Cancel} of=${it} notice=${cancel.notice} onDone=${() => (setCancelling(false), again())} />`}`;
}

function Cancel({ of: it, notice, onDone }) {
  const { run, busy, refusal } = useAct();
  const cancel = async () => {
    if (await run("CancelAppointment", { appointmentId: it.id, noticeSeen: Boolean(notice) })) onDone();
  };
  return html`<${Dialog} title=${t("cancel-really")} onClose=${onDone}>
    <p>${it.service.name}, ${whenever(it.startsAt)}</p>
    ${notice && html`<${Notice} kind="warm"><p>${notice}</p><//>`}
    <${Refusal} of=${refusal} />
    <button class="danger wide" disabled=${busy} onClick=${cancel}>${t("cancel-appointment")}</button>
    <button class="wide" onClick=${onDone}>${t("keep-it")}</button>
  <//>`;
}
