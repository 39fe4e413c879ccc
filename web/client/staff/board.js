/** R39-R43, the clinician's side: who waits, live, and what to do about it. */
import { html, useEffect, useRef, useState } from "../vendor/vendor.js";
import { chime, flag } from "../lib/attention.js";
import * as camera from "../lib/camera.js";
import { Conversation } from "../lib/conversation.js";
import { day, left, now, time } from "../lib/format.js";
import { useAct, useLive, useSeconds } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Chip, Heading, Notice, Refusal, Waiting } from "../lib/ui.js";
import { Colleagues } from "./colleagues.js";
import { Delay } from "./delay.js";
import { Ending } from "./ending.js";
import { Messages, Presence } from "./reached.js";

const KINDS = { WAITING: "warm", CLINICIAN_READY: "good", IN_PROGRESS: "good", LEFT: "bad" };

export function Board({ supportPhone }) {
  const { value: queue } = useLive("Board");
  const [talking, setTalking] = useState();
  useArrivals(queue);
  const inProgress = queue?.entries.filter((it) => it.consultation.state === "IN_PROGRESS") ?? [];
  const current = inProgress.find((it) => it.consultation.id === talking);
  useEffect(() => {
    if (!current) camera.stop();
  }, [!current]);
  return html`
    <${Heading} name=${t("board")}>${t("my-day", { day: day(now()) })}<//>
    ${!queue ? html`<${Waiting} />` : html`
      <p class="live" role="status"><span class="dot" aria-hidden="true"></span>${t("n-waiting", { n: queue.waiting })}</p>
      ${current && html`<${Talk} key=${talking} entry=${current} supportPhone=${supportPhone} onLeave=${() => setTalking()} />`}
      ${queue.entries.length === 0 ? html`<p>${t("nobody-today")}</p>` : html`<${Table} entries=${queue.entries} talking=${current?.consultation.id} onTalk=${setTalking} />`}
      <${Delay} entries=${queue.entries} />
      <${Colleagues} board=${queue.entries.map((it) => `${it.consultation.id}${it.consultation.version}`).join()} />`}`;
}

/** Somebody has come: seen in the table, heard, and in the title of a page in the background. */
function useArrivals(queue) {
  const before = useRef();
  useEffect(() => {
    if (queue && before.current !== undefined && queue.waiting > before.current) {
      chime();
      if (document.hidden) flag(t("n-waiting", { n: queue.waiting }));
    }
    if (queue) before.current = queue.waiting;
  }, [queue?.waiting]);
  useEffect(() => {
    const seen = () => document.hidden || flag(null);
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, []);
}

const COLUMNS = ["time", "patient", "stands", "waits", "device", "do"];

const Table = ({ entries, talking, onTalk }) => html`<table>
  <thead><tr>${COLUMNS.map((it) => html`<th scope="col">${t(`column-${it}`)}</th>`)}</tr></thead>
  <tbody>${entries.map((it) => html`<${Row} key=${it.consultation.id} of=${it} isTalking=${talking === it.consultation.id} onTalk=${onTalk} />`)}</tbody>
</table>`;

function Row({ of: it, isTalking, onTalk }) {
  const { consultation: c, appointment, patient } = it;
  return html`<tr class=${c.state === "WAITING" ? "warm" : ""}>
    <td data-label=${t("column-time")}>${time(appointment.startsAt)}</td>
    <th scope="row">${patient.name}<br /><small class="muted">${appointment.service.name}</small><${Presence} of=${it.presence} state=${c.state} /></th>
    <td><${Chip} kind=${KINDS[c.state] ?? ""}>${t(`state-${c.state}`)}<//>
      ${c.outcome && html`<br /><small>${t(`outcome-${c.outcome}`)}</small>`}
      ${c.followUp && !["RESOLVED", "WITHDRAWN"].includes(c.followUp.state) && html`<br /><small>${t("contact-by", { day: day(c.followUp.dueAt), time: time(c.followUp.dueAt) })}</small>`}</td>
    <td data-label=${t("column-waits")}>${it.waitedSeconds === null ? "–" : t("minutes", { n: Math.floor(it.waitedSeconds / 60) })}</td>
    <td data-label=${t("column-device")}><${Device} of=${it.deviceCheck} /><${Messages} of=${it.messages} state=${c.state} /></td>
    <td><${Acts} of=${it} isTalking=${isTalking} onTalk=${onTalk} /></td>
  </tr>`;
}

/** R37: what the patient's check showed. */
function Device({ of: check }) {
  if (!check) return "–";
  const parts = ["camera", "microphone", "speaker"];
  return parts.map((it) => html`<span key=${it} class=${check[it] === "PASSED" ? "good" : "bad"}>${check[it] === "PASSED" ? "✓" : "✗"} ${t(`part-${it}`)}${check[it] !== "PASSED" ? ` (${t(`part-${check[it]}`)})` : ""}<br /></span>`);
}

function Acts({ of: { consultation: c, patient, askIfOver }, isTalking, onTalk }) {
  const { run, busy, refusal } = useAct();
  const whom = html`<span class="unseen"> ${patient.name}</span>`;
  const input = { consultationId: c.id };
  const call = async () => {
    onTalk(c.id); // the conversation opens as soon as the patient has accepted
    await run("CallIn", input);
  };
  return html`<div class="row">
    ${c.state === "WAITING" && html`<button class="primary" disabled=${busy} onClick=${call}>${t("call-in")}${whom}</button>`}
    ${c.state === "CLINICIAN_READY" && html`<${Rings} until=${c.invitation.expiresAt} /><button disabled=${busy} onClick=${() => run("WithdrawCall", input)}>${t("withdraw-call")}${whom}</button>`}
    ${c.state === "IN_PROGRESS" && !isTalking && html`<button class="primary" onClick=${() => onTalk(c.id)}>${t("open-conversation")}${whom}</button>`}
    ${c.state === "IN_PROGRESS" && askIfOver && html`<small>${t("ask-if-over")}</small>`}
    ${c.invitation?.state === "DECLINED" && c.state === "WAITING" && html`<small>${t("asked-for-a-moment")}</small>`}
    ${c.invitation?.state === "EXPIRED" && c.state === "WAITING" && html`<small>${t("no-answer-to-call")}</small>`}
    <${Refusal} of=${refusal} />
  </div>`;
}

function Rings({ until }) {
  useSeconds();
  return html`<span>${t("rings")} <span class="clock">${left(until)}</span></span>`;
}

/** The conversation, and how it ended. */
const Talk = ({ entry: { consultation, patient }, supportPhone, onLeave }) => html`
  <${Conversation} consultationId=${consultation.id} version=${consultation.version} as="CLINICIAN" name=${patient.name} supportPhone=${supportPhone} onLeave=${onLeave} leaveLabel="pause">
    <${Ending} consultationId=${consultation.id} />
  <//>`;
