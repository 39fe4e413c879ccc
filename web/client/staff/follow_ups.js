/** R46-R47: what we have promised, live: somebody takes it, each attempt is noted, and it is resolved. */
import { html, useState } from "../vendor/vendor.js";
import { phone, when, whenever } from "../lib/format.js";
import { useAct, useLive } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Card, Chip, Dialog, Facts, Field, Heading, Refusal, Select, Waiting } from "../lib/ui.js";

const KINDS = { REMINDER: "", DUE_SOON: "warm", OVERDUE: "bad" };
const WAYS = ["PHONE", "SMS", "EMAIL"];
const RESOLUTIONS = ["NEW_APPOINTMENT", "PHONE", "REFERRAL", "DECLINED"];

export function FollowUps({ staff }) {
  const { value: list } = useLive("Worklist");
  return html`
    <${Heading}>${t("follow-ups")}<//>
    ${!list ? html`<${Waiting} />` : html`
      <p class="live" role="status"><span class="dot" aria-hidden="true"></span>${t("n-open", { open: list.open, assigned: list.assigned, overdue: list.overdue })}</p>
      ${list.cases.length === 0 && html`<p>${t("no-follow-ups")}</p>`}
      <div class="columns">${list.cases.map((it) => html`<${Case} key=${it.followUp.id} of=${it} staff=${staff} />`)}</div>`}`;
}

function Case({ of: it, staff }) {
  const [noting, setNoting] = useState(false);
  const { run, busy, refusal } = useAct();
  const followUpId = it.followUp.id;
  const isMine = it.assignedTo?.name === staff.name;
  return html`<${Card} kind=${it.isOverdue ? "warm" : ""}>
    <p class="row"><${Chip}>${t(`follow-up-${it.followUp.state}`)}<//>${it.alarm !== "NONE" && html`<${Chip} kind=${KINDS[it.alarm]}>${t(`alarm-${it.alarm}`)}<//>`}</p>
    <h2>${it.patient.name}</h2>
    <${Facts} rows=${[
      [t("due"), when(it.dueAt)],
      [t("reason"), t(`reason-${it.followUp.reason}`)],
      [t("about"), `${it.appointment.service.name}, ${whenever(it.appointment.startsAt)}`],
      [t("phone"), it.phone && html`<a href=${`tel:${it.phone}`}>${phone(it.phone)}</a>${it.phoneUnreachable ? ` (${t("unreachable")})` : ""}`],
      [t("taken-by"), it.assignedTo?.name],
    ]} />
    ${it.attempts.length > 0 && html`<ol>${it.attempts.map((each) => html`<li key=${each.number}>${when(each.at)}: ${each.by.name}, ${t(`channel-${each.how}`)}, ${t(each.reached ? "reached" : "not-reached")}${each.note ? `. ${each.note}` : ""}</li>`)}</ol>`}
    <${Refusal} of=${refusal} />
    <div class="row">
      ${!isMine && html`<button class="primary" disabled=${busy} onClick=${() => run("AssignFollowUp", { followUpId })}>${t("take-it")}<span class="unseen"> ${it.patient.name}</span></button>`}
      <button onClick=${() => setNoting(true)}>${t("note-attempt")}<span class="unseen"> ${it.patient.name}</span></button>
    </div>
    <${Resolve} followUpId=${followUpId} name=${it.patient.name} />
    ${noting && html`<${Attempt} followUpId=${followUpId} onClose=${() => setNoting(false)} />`}
  <//>`;
}

function Attempt({ followUpId, onClose }) {
  const { run, busy, refusal } = useAct();
  const [idempotencyKey] = useState(crypto.randomUUID());
  const save = async (event) => {
    event.preventDefault();
    const { how, reached, note } = Object.fromEntries(new FormData(event.target));
    const input = { followUpId, how, reached: reached === "yes", note: note.trim() || null, idempotencyKey };
    if (await run("RecordAttempt", input)) onClose();
  };
  return html`<${Dialog} title=${t("note-attempt")} onClose=${onClose}><form onSubmit=${save}>
    <${Select} name="how" label=${t("how")} options=${WAYS.map((it) => [it, t(`channel-${it}`)])} />
    <${Select} name="reached" label=${t("was-reached")} required options=${[["", t("choose")], ["yes", t("reached")], ["no", t("not-reached")]]} />
    <${Field} area name="note" label=${t("note")} hint=${t("note-hint")} maxlength="500" />
    <${Refusal} of=${refusal} />
    <button class="primary wide" disabled=${busy}>${t("save")}</button>
    <button type="button" class="wide" onClick=${onClose}>${t("cancel")}</button>
  </form><//>`;
}

/** R47: closed only with how we helped. */
function Resolve({ followUpId, name }) {
  const { run, busy, refusal } = useAct();
  const resolve = (event) => {
    event.preventDefault();
    run("ResolveFollowUp", { followUpId, resolution: new FormData(event.target).get(`resolution-${followUpId}`) });
  };
  return html`<form class="row end" onSubmit=${resolve}>
    <${Select} name=${`resolution-${followUpId}`} label=${t("helped-how")} required options=${[["", t("choose")], ...RESOLUTIONS.map((it) => [it, t(`resolution-${it}`)])]} />
    <button disabled=${busy}>${t("resolve")}<span class="unseen"> ${name}</span></button>
    <${Refusal} of=${refusal} />
  </form>`;
}
