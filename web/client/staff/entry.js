/** Somebody who comes that day, and what the clinic may do about it. */
import { html, useState } from "../vendor/vendor.js";
import { now, time } from "../lib/format.js";
import { useAct, useSeconds } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Card, Chip, Refusal } from "../lib/ui.js";
import { Cancelling } from "./cancelling.js";
import { Moving } from "./moving.js";

/** What is not allowed yet is, once the moment has come that the API gave. */
const may = ({ allowedActions }, wanted) =>
  allowedActions.some(({ action, allowed, allowedFrom }) => action === wanted && (allowed || (allowedFrom && Date.parse(allowedFrom) <= now())));

export function Entry({ of: { appointment: it, patient }, clinician, onDone }) {
  const [doing, setDoing] = useState({});
  useSeconds(it.allowedActions.some(({ allowedFrom }) => allowedFrom));
  const acts = [["MOVE", Moving, "move-appointment"], ["CANCEL", Cancelling, "cancel-appointment"]].filter(([wanted]) => may(it, wanted));
  return html`<${Card}>
    <p class="row"><strong>${time(it.startsAt)}–${time(it.endsAt)}</strong><${Chip}>${t(`modality-${it.modality}`)}<//>${it.state !== "BOOKED" && html`<${Chip} kind=${it.state === "FULFILLED" ? "good" : "warm"}>${t(`appointment-${it.state}`)}<//>`}</p>
    <h3>${patient.name}</h3>
    <p>${[it.service.name, it.room].filter(Boolean).join(", ")}</p>
    ${may(it, "RECORD_ATTENDANCE") && html`<${Attendance} of=${it} name=${patient.name} onDone=${onDone} />`}
    ${acts.length > 0 && html`<p class="row">${acts.map(([key, What, text]) => html`<button key=${key} class="small" onClick=${() => setDoing({ What })}>${t(text)}<span class="unseen"> ${patient.name}</span></button>`)}</p>`}
    ${doing.What && html`<${doing.What} appointment=${it} name=${patient.name} clinician=${clinician} onClose=${() => setDoing({})} onDone=${(text) => (setDoing({}), onDone(text))} />`}
  <//>`;
}

/** At the hospital. Said otherwise later, the last word counts. */
function Attendance({ of: it, name, onDone }) {
  const { run, busy, refusal } = useAct();
  const answer = (key, attended, state) => html`<button class="small" aria-pressed=${it.state === state} aria-disabled=${busy} onClick=${() => record(attended)}>${t(key)}</button>`;
  const record = async (attended) => {
    if (await run("RecordAttendance", { appointmentId: it.id, attended })) onDone();
  };
  return html`
    <fieldset>
      <legend>${t("did-come", { name })}</legend>
      <p class="row">${answer("came", true, "FULFILLED")}${answer("did-not-come", false, "NO_SHOW")}</p>
    </fieldset>
    <${Refusal} of=${refusal} />`;
}
