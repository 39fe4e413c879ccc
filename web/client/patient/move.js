/** Another time for the same appointment: the old one is kept until the new one is taken. */
import { html, useState } from "../vendor/vendor.js";
import { whenever } from "../lib/format.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../lib/router.js";
import { Alternatives } from "../lib/slots.js";
import { Asked, Card, Heading, Notice, Refusal } from "../lib/ui.js";
import { nameOf } from "./cards.js";
import { NotFound } from "./not_found.js";
import { Times } from "./times.js";

export const Move = ({ id }) => html`<${Asked} of=${useAsk("OneAppointment", { id })}>${({ appointment }) =>
  appointment ? html`<${Choose} of=${appointment} />` : html`<${NotFound} />`}<//>`;

function Choose({ of: it }) {
  const [slot, setSlot] = useState();
  const { run, busy, refusal, setRefusal } = useAct();
  const { allowed, reason, notice } = it.allowedActions.find(({ action }) => action === "MOVE");
  const choose = (wanted) => (setRefusal(), setSlot(wanted), scrollTo(0, 0));
  const move = async () => {
    const moved = await run("MoveAppointment", { appointmentId: it.id, slotId: slot.id, noticeSeen: Boolean(notice) });
    if (moved) navigate(`/app/bekraeftelse/${moved.confirmation.id}?ny=1`);
  };
  return html`
    <p><a href=${`/app/aftale/${it.id}`}>${t("back-to-appointment")}</a></p>
    <${Heading}>${t("move-appointment")}<//>
    <p>${t("you-have")} <strong>${whenever(it.startsAt)}</strong>. ${t("kept-until-moved")}</p>
    ${!allowed ? html`<${Notice} kind="warm"><p>${reason}</p><//>` : html`
      ${notice && html`<${Notice} kind="warm"><p>${notice}</p><//>`}
      ${slot && html`<${Card} kind="strong" aria-live="polite">
        <h2>${t("move-to", { when: whenever(slot.startsAt) })}</h2><p>${nameOf(slot.clinician)}</p>
        <${Refusal} of=${refusal} />
        <button class="primary wide" disabled=${busy} onClick=${move}>${t("move-it")}</button>
        <button class="wide" onClick=${() => choose()}>${t("choose-another")}</button>
        <${Alternatives} refusal=${refusal} onChoose=${choose} busy=${busy} />
      <//>`}
      ${!slot && html`<${Times} service=${it.service.id} onChoose=${choose} busy=${busy} />`}`}`;
}
