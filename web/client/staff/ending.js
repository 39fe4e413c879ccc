/** The conversation is over, and how it went. */
import { html, useState } from "../vendor/vendor.js";
import { useAct } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Dialog, Refusal } from "../lib/ui.js";

/** What the API lets a clinician say; the others it finds by itself. */
const OUTCOMES = ["COMPLETED", "HELD_BY_PHONE", "TECHNICAL_FAILURE"];

export function Ending({ consultationId }) {
  const [asking, setAsking] = useState(false);
  const { run, busy, refusal } = useAct();
  const end = (outcome) => () => run("EndConsultation", { consultationId, outcome });
  return html`<p class="row controls"><button class="primary danger-fill" onClick=${() => setAsking(true)}>${t("end-consultation")}</button></p>
    ${asking && html`<${Dialog} title=${t("how-did-it-go")} onClose=${() => setAsking(false)}>
      ${OUTCOMES.map((it) => html`<button key=${it} class=${`wide ${it === "COMPLETED" ? "primary" : ""}`} disabled=${busy} onClick=${end(it)}>${t(`outcome-${it}`)}</button>`)}
      <${Refusal} of=${refusal} />
      <button class="wide" onClick=${() => setAsking(false)}>${t("go-on-talking")}</button>
    <//>`}`;
}
