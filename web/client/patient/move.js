/** Another time for the same appointment: the old one is kept until the new one is taken. */
import { html } from "../vendor/vendor.js";
import { Choosing } from "../lib/choosing.js";
import { whenever } from "../lib/format.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../lib/router.js";
import { Asked, Heading, Notice } from "../lib/ui.js";
import { NotFound } from "./not_found.js";

export const Move = ({ id }) => html`<${Asked} of=${useAsk("OneAppointment", { id })}>${({ appointment }) =>
  appointment ? html`<${Choose} of=${appointment} />` : html`<${NotFound} />`}<//>`;

function Choose({ of: it }) {
  const act = useAct();
  const { allowed, reason, notice } = it.allowedActions.find(({ action }) => action === "MOVE");
  const move = async (slot) => {
    const moved = await act.run("MoveAppointment", { appointmentId: it.id, slotId: slot.id, noticeSeen: Boolean(notice) });
    if (moved) navigate(`/app/bekraeftelse/${moved.confirmation.id}?ny=1`);
  };
  return html`
    <p><a href=${`/app/aftale/${it.id}`}>${t("back-to-appointment")}</a></p>
    <${Heading}>${t("move-appointment")}<//>
    <p>${t("you-have")} <strong>${whenever(it.startsAt)}</strong>. ${t("kept-until-moved")}</p>
    ${!allowed ? html`<${Notice} kind="warm"><p>${reason}</p><//>` : html`
      ${notice && html`<${Notice} kind="warm"><p>${notice}</p><//>`}
      <${Choosing} act=${act} ask="move-to" yes="move-it" onYes=${move} service=${it.service.id} />`}`;
}
