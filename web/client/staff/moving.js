/** The clinic moves an appointment: the patient gets a new confirmation. */
import { html } from "../vendor/vendor.js";
import { Choosing } from "../lib/choosing.js";
import { whenever } from "../lib/format.js";
import { useAct } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Dialog } from "../lib/ui.js";

/** `clinician`: whose day it is when a coordinator looks, who may move to anybody's. */
export function Moving({ appointment: it, name, clinician, onClose, onDone }) {
  const act = useAct();
  const move = async (slot) => {
    const moved = await act.run("MoveForPatient", { appointmentId: it.id, slotId: slot.id });
    if (moved) onDone(t("moved", { name, when: whenever(slot.startsAt) }));
  };
  return html`<${Dialog} title=${t("move-appointment")} onClose=${onClose} kind="large">
    <p>${name}: ${it.service.name}, ${whenever(it.startsAt)}</p>
    <${Choosing} act=${act} ask="move-to" yes="move-it" onYes=${move} service=${it.service.id} clinician=${clinician ? null : it.clinician.id} weeks=${4} />
    <button class="wide" onClick=${onClose}>${t("cancel")}</button>
  <//>`;
}
