/** A clinician's day: who comes, and when nobody is seen. Coordinators choose whose. */
import { html, useEffect, useState } from "../vendor/vendor.js";
import { capital, danishInstant, dayAfter, day as inWords, heardServerTime, isoDay, noon, now, time } from "../lib/format.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Asked, Card, Field, Heading, Notice, Refusal, Select } from "../lib/ui.js";
import { Entry } from "./entry.js";

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
  const [said, setSaid] = useState();
  useEffect(() => {
    if (asked.data) heardServerTime(asked.data.clinicianDay.serverTime);
  }, [asked.data]);
  const turn = (by) => () => (setDay(dayAfter(day, by)), setSaid());
  const done = (text) => (setSaid(text), asked.again());
  return html`
    <${Heading}>${t("day")}<//>
    ${choice}
    <p class="row">
      <button class="small" onClick=${turn(-1)}>${t("day-before")}</button>
      <button class="small" onClick=${turn(1)}>${t("day-after")}</button>
    </p>
    <h2>${capital(inWords(noon(day)))}</h2>
    ${said && html`<${Notice} kind="good"><p>${said}</p><//>`}
    <${Asked} of=${asked}>${({ clinicianDay: it }) => html`
      <div class="columns">
        <div>
          ${it.entries.length === 0 && html`<p>${t("nobody-that-day")}</p>`}
          ${it.entries.map((entry) => html`<${Entry} key=${entry.appointment.id} of=${entry} clinician=${clinician} onDone=${done} />`)}
        </div>
        <div>
          ${it.blocked.map((each) => html`<${Blocked} key=${each.id} of=${each} onDone=${asked.again} />`)}
          <${Block} key=${day} day=${day} clinician=${clinician} onDone=${asked.again} />
        </div>
      </div>`}<//>`;
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
