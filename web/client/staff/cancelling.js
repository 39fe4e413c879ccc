/** The clinic has to cancel: the patient reads why, and is told at once. */
import { html } from "../vendor/vendor.js";
import { whenever } from "../lib/format.js";
import { useAct } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Dialog, Field, Refusal } from "../lib/ui.js";

export function Cancelling({ appointment: it, name, onClose, onDone }) {
  const { run, busy, refusal } = useAct();
  const cancel = async (event) => {
    event.preventDefault();
    const reason = new FormData(event.target).get("cancel-reason");
    if (await run("CancelForPatient", { appointmentId: it.id, reason })) onDone();
  };
  return html`<${Dialog} title=${t("cancel-really")} onClose=${onClose}><form onSubmit=${cancel}>
    <p>${name}: ${it.service.name}, ${whenever(it.startsAt)}</p>
    <${Field} area name="cancel-reason" label=${t("why")} hint=${t("patient-reads-at-once")} required maxlength="300" />
    <${Refusal} of=${refusal} />
    <button class="danger wide" disabled=${busy}>${t("cancel-appointment")}</button>
    <button type="button" class="wide" onClick=${onClose}>${t("keep-it")}</button>
  </form><//>`;
}
