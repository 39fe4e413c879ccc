/** X32: colleagues' patients whom one could take over just now; whoever waits longest is first. */
import { html, useEffect, useRef, useState } from "../vendor/vendor.js";
import { time } from "../lib/format.js";
import { murmur } from "../lib/gql.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Asked, Chip, Dialog, Facts, Notice, Refusal } from "../lib/ui.js";

/** @param {string} board differs whenever one's own board has changed: then it is looked again */
export function Colleagues({ board }) {
  // Looking by itself is nobody's doing, and keeps nobody signed in.
  const asked = useAsk("ColleaguesQueue", {}, murmur);
  const seen = useRef(board);
  const [taking, setTaking] = useState();
  const [taken, setTaken] = useState();
  useEffect(() => {
    if (seen.current !== board) asked.again();
    seen.current = board;
  }, [board]);
  const done = () => (setTaken(taking.patient.name), setTaking(), asked.again());
  return html`<section aria-labelledby="colleagues">
    <div class="row between"><h2 id="colleagues">${t("colleagues")}</h2><button class="small" onClick=${asked.again}>${t("look-again")}</button></div>
    ${taken !== undefined && html`<${Notice} kind="good"><p>${t("taken-over", { name: taken })}</p><//>`}
    <${Asked} of=${asked}>${({ colleaguesQueue: all }) => html`
      ${all.length === 0 && html`<p class="muted">${t("nobody-to-take-over")}</p>`}
      <ul class="plain columns">${all.map((it) => html`<${One} key=${it.consultationId} of=${it} onTake=${() => setTaking(it)} />`)}</ul>`}<//>
    ${taking && html`<${TakeOver} of=${taking} onClose=${() => (setTaking(), asked.again())} onDone=${done} />`}
  </section>`;
}

const One = ({ of: it, onTake }) => html`<li class="card">
  <h3>${it.patient.name}</h3>
  <p><${Chip} kind=${it.state === "WAITING" ? "warm" : ""}>${t(`state-${it.state}`)}<//></p>
  <${Facts} rows=${[
    [t("column-waits"), it.waitedSeconds !== null && t("minutes", { n: Math.floor(it.waitedSeconds / 60) })],
    [t("column-time"), time(it.appointment.startsAt)],
    [t("about"), it.appointment.service.name],
    [t("clinician"), it.appointment.clinician.name],
  ]} />
  <button onClick=${onTake}>${t("take-over")}<span class="unseen"> ${it.patient.name}</span></button>
</li>`;

function TakeOver({ of: it, onClose, onDone }) {
  const { run, busy, refusal } = useAct();
  const { clinician, service, startsAt } = it.appointment;
  const take = async () => {
    if (await run("TakeOver", { consultationId: it.consultationId })) onDone();
  };
  return html`<${Dialog} title=${t("take-over-really", { name: it.patient.name })} onClose=${onClose}>
    <p>${service.name}, ${time(startsAt)}, ${clinician.name}</p>
    <p class="muted">${t("take-over-why")}</p>
    <${Refusal} of=${refusal} />
    <button class="primary wide" disabled=${busy} onClick=${take}>${t("take-over")}</button>
    <button class="wide" onClick=${onClose}>${t("cancel")}</button>
  <//>`;
}
