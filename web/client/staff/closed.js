/** What nobody ended, and the system closed by evidence: a proposal, which the clinician may mend. */
import { html, useState } from "../vendor/vendor.js";
import { useAct } from "../lib/hooks.js";
import { whenever } from "../lib/format.js";
import { t } from "../lib/i18n.js";
import { More, usePages } from "../lib/pages.js";
import { Asked, Dialog, Field, Heading, Refusal, Select } from "../lib/ui.js";

const OUTCOMES = ["COMPLETED", "HELD_BY_PHONE", "TECHNICAL_FAILURE", "PATIENT_NO_SHOW", "CLINIC_NO_SHOW", "UNANSWERED"];

export function Closed() {
  const pages = usePages("Closed", {}, (data) => data.closedConsultations);
  return html`
    <${Heading}>${t("closed")}<//>
    <p>${t("closed-why")}</p>
    <${Asked} of=${pages}>${() => html`
      ${pages.nodes.length === 0 && html`<p>${t("nothing-closed")}</p>`}
      <ul class="plain">${pages.nodes.map((it) => html`<${One} key=${it.consultation.id} of=${it} onDone=${pages.again} />`)}</ul>
      <${More} of=${pages} />`}<//>`;
}

function One({ of: { consultation: it, appointment, patient }, onDone }) {
  const [correcting, setCorrecting] = useState(false);
  return html`<li class="card">
    <h2>${patient.name}</h2>
    <p>${appointment.service.name}, ${whenever(appointment.startsAt)}</p>
    <p><strong>${t(`outcome-${it.outcome}`)}</strong></p>
    <button onClick=${() => setCorrecting(true)}>${t("correct")}<span class="unseen"> ${patient.name}</span></button>
    ${correcting && html`<${Correct} of=${it} onClose=${() => setCorrecting(false)} onDone=${() => (setCorrecting(false), onDone())} />`}
  </li>`;
}

function Correct({ of: it, onClose, onDone }) {
  const { run, busy, refusal } = useAct();
  const save = async (event) => {
    event.preventDefault();
    const written = Object.fromEntries(new FormData(event.target));
    if (await run("CorrectOutcome", { consultationId: it.id, ...written })) onDone();
  };
  return html`<${Dialog} title=${t("correct")} onClose=${onClose}><form onSubmit=${save}>
    <${Select} name="outcome" label=${t("how-did-it-go")} value=${it.outcome} options=${OUTCOMES.map((key) => [key, t(`outcome-${key}`)])} />
    <${Field} name="reason" label=${t("why")} required maxlength="300" />
    <${Refusal} of=${refusal} />
    <button class="primary wide" disabled=${busy}>${t("save")}</button>
    <button type="button" class="wide" onClick=${onClose}>${t("cancel")}</button>
  </form><//>`;
}
