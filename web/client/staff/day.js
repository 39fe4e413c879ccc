/** A clinician's day: who comes, and when nobody is seen. Coordinators choose whose. */
import { html, useState } from "../vendor/vendor.js";
import { danishInstant, day as inWords, isoDay, now, time } from "../lib/format.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Asked, Card, Chip, Field, Heading, Notice, Refusal, Select } from "../lib/ui.js";
import { Cancelling } from "./cancelling.js";

const DAY = 86_400_000;
const noon = (iso) => Date.parse(`${iso}T12:00:00Z`);

export function Day({ staff }) {
  const isCoordinator = staff.role === "COORDINATOR";
  return isCoordinator ? html`<${Asked} of=${useAsk("Clinicians")}>${({ services }) => html`<${OfSomebody} all=${services.flatMap((it) => it.clinicians)} />`}<//>` : html`<${One} clinician=${null} />`;
}

function OfSomebody({ all }) {
  const people = [...new Map(all.map((it) => [it.id, it])).values()];
  const [clinician, setClinician] = useState(people[0]?.id);
  const choice = html`<${Select} name="clinician" label=${t("clinician")} value=${clinician} options=${people.map((it) => [it.id, `${it.name}, ${it.title}`])} onChange=${(event) => setClinician(event.target.value)} />`;
  return html`<${One} key=${clinician} clinician=${clinician} choice=${choice} />`;
}

function One({ clinician, choice }) {
  const [day, setDay] = useState(isoDay(now()));
  const asked = useAsk("Day", { day, clinician });
  const turn = (by) => () => setDay(isoDay(noon(day) + by * DAY));
  return html`
    <${Heading}>${t("day")}<//>
    ${choice}
    <p class="row">
      <button class="small" onClick=${turn(-1)}>${t("day-before")}</button>
      <button class="small" onClick=${turn(1)}>${t("day-after")}</button>
    </p>
    <h2>${inWords(noon(day))}</h2>
    <${Asked} of=${asked}>${({ clinicianDay: it }) => html`
      <div class="columns">
        <div>
          ${it.entries.length === 0 && html`<p>${t("nobody-that-day")}</p>`}
          ${it.entries.map((entry) => html`<${Entry} key=${entry.appointment.id} of=${entry} onDone=${asked.again} />`)}
        </div>
        <div>
          ${it.blocked.map((each) => html`<${Blocked} key=${each.id} of=${each} onDone=${asked.again} />`)}
          <${Block} key=${day} day=${day} clinician=${clinician} onDone=${asked.again} />
        </div>
      </div>`}<//>`;
}

function Entry({ of: { appointment: it, patient }, onDone }) {
  const [cancelling, setCancelling] = useState(false);
  return html`<${Card}>
    <p class="row"><strong>${time(it.startsAt)}–${time(it.endsAt)}</strong><${Chip}>${t(`modality-${it.modality}`)}<//>${it.state !== "BOOKED" && html`<${Chip} kind="warm">${t(`appointment-${it.state}`)}<//>`}</p>
    <h3>${patient.name}</h3>
    <p>${[it.service.name, it.room].filter(Boolean).join(", ")}</p>
    ${it.state === "BOOKED" && html`<button class="small" onClick=${() => setCancelling(true)}>${t("cancel-appointment")}<span class="unseen"> ${patient.name}</span></button>`}
    ${cancelling && html`<${Cancelling} appointment=${it} name=${patient.name} onClose=${() => setCancelling(false)} onDone=${() => (setCancelling(false), onDone())} />`}
  <//>`;
}

function Blocked({ of: it, onDone }) {
  const { run, busy, refusal } = useAct();
  const free = async () => {
    if (await run("UnblockTime", { blockedTimeId: it.id })) onDone();
  };
  return html`<${Card} kind="warm">
    <p><strong>${time(it.startsAt)}–${time(it.endsAt)}</strong> ${it.reason}</p>
    <${Refusal} of=${refusal} />
    <button class="small" disabled=${busy} onClick=${free}>${t("unblock")}<span class="unseen"> ${time(it.startsAt)}</span></button>
  <//>`;
}

function Block({ day, clinician, onDone }) {
  const { run, busy, refusal } = useAct();
  const block = async (event) => {
    event.preventDefault();
    const { from, to, reason } = Object.fromEntries(new FormData(event.target));
    const input = { startsAt: danishInstant(day, from), endsAt: danishInstant(day, to), reason, clinicianId: clinician };
    if (await run("BlockTime", input)) onDone();
  };
  return html`<form class="card" onSubmit=${block}>
    <h3>${t("block-time")}</h3>
    <div class="row"><${Field} name="from" type="time" label=${t("from")} required /><${Field} name="to" type="time" label=${t("to")} required /></div>
    <${Field} name="reason" label=${t("why")} hint=${t("colleagues-read")} required maxlength="200" />
    ${refusal?.entries && html`<${Notice} kind="warm"><p>${refusal.entries.map((it) => `${time(it.appointment.startsAt)} ${it.patient.name}`).join(", ")}</p><//>`}
    <${Refusal} of=${refusal} />
    <button class="primary wide" disabled=${busy}>${t("block")}</button>
  </form>`;
}
