/** R20: for coordinators: who waits for a time, live, and giving it. */
import { html, useEffect, useRef, useState } from "../vendor/vendor.js";
import { Choosing } from "../lib/choosing.js";
import { date, whenever } from "../lib/format.js";
import { useAct, useLive } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { More, usePages } from "../lib/pages.js";
import { Card, Dialog, Facts, Field, Heading, Notice, Refusal, Waiting } from "../lib/ui.js";

export function Requests() {
  const { value: list } = useLive("Requests");
  const [said, setSaid] = useState();
  const [doing, setDoing] = useState();
  const isMine = useRef(0); // we act on it, or have: the list may tell of that before the answer does
  const start = (next) => ((isMine.current = 0), setSaid(), setDoing(next));
  const close = () => setDoing();
  const done = (text) => (close(), setSaid({ text, kind: "good" }));
  useEffect(() => {
    if (!doing?.isFollowed || isMine.current || list.cases.some((it) => it.request.id === doing.request.id)) return;
    close();
    setSaid({ text: t("request-gone", { name: doing.name }), kind: "warm", role: "alert" });
  }, [list]);
  const What = doing?.what;
  return html`
    <${Heading}>${t("requests")}<//>
    ${said && html`<${Notice} key=${said.text} kind=${said.kind} role=${said.role}><p>${said.text}</p><//>`}
    ${!list ? html`<${Waiting} />` : html`
      <p class="live" role="status"><span class="dot" aria-hidden="true"></span>${t("n-requests", { n: list.open })}</p>
      ${list.cases.length === 0 && html`<p>${t("no-requests")}</p>`}
      <ul class="plain">${list.cases.map((it) => html`<${One} key=${it.request.id} of=${it} onStart=${(next) => start({ ...next, isFollowed: true })} />`)}</ul>
      ${list.open > list.cases.length && html`<${AfterThem} cases=${list.cases} onStart=${start} />`}`}
    ${doing && html`<${What} ...${doing} isMine=${isMine} onClose=${close} onDone=${(text) => (doing.again?.(), done(text))} />`}`;
}

/** So many are followed; whoever has waited for a shorter time is read page by page. */
function AfterThem({ cases, onStart }) {
  const ids = new Set(cases.map((it) => it.request.id));
  const pages = usePages("AllRequests", {}, (data) => data.appointmentRequests);
  const rest = pages.nodes.filter((it) => !ids.has(it.request.id));
  return html`
    <ul class="plain">${rest.map((it) => html`<${One} key=${it.request.id} of=${it} onStart=${(next) => onStart({ ...next, again: pages.again })} />`)}</ul>
    <${More} of=${pages} />`;
}

function One({ of: { request, patient }, onStart }) {
  const start = (what) => () => onStart({ what, request, name: patient.name });
  return html`<li class="card">
    <h2>${patient.name}</h2>
    <p><strong>${request.service.name}</strong> · <span class="muted">${t("asked-on", { date: date(request.requestedAt) })}</span></p>
    ${request.wishes && html`<p>»${request.wishes}«</p>`}
    <p class="row">
      <button class="primary" onClick=${start(Give)}>${t("give-time")}<span class="unseen"> ${patient.name}</span></button>
      <button onClick=${start(Decline)}>${t("decline")}<span class="unseen"> ${patient.name}</span></button>
    </p>
  </li>`;
}

/** Acting, with the list told not to take our own doing for somebody else's. */
function useOwnAct(isMine) {
  const act = useAct();
  const run = async (...what) => {
    isMine.current += 1;
    const result = await act.run(...what);
    if (!result) isMine.current -= 1;
    return result;
  };
  return { ...act, run };
}

function Give({ request, name, isMine, onClose, onDone }) {
  const act = useOwnAct(isMine);
  const { service, wishes, requestedAt } = request;
  const give = async (slot) => {
    const booked = await act.run("AllocateTime", { requestId: request.id, slotId: slot.id });
    if (booked) onDone(t("time-given", { name, when: whenever(booked.startsAt) }));
  };
  return html`<${Dialog} title=${t("give-time-to", { name })} onClose=${onClose} kind="large">
    <div class="beside">
      <${Card}><${Facts} rows=${[
        [t("suits"), wishes ? `»${wishes}«` : t("whenever")],
        [t("what"), `${service.name}, ${t("minutes", { n: service.minutes })}`],
        [t("where"), t(`modality-${service.modality}`)],
        [t("asked"), date(requestedAt)],
      ]} /><//>
      <div>
        <${Choosing} act=${act} ask="give-this" yes="give-it" onYes=${give} service=${service.id} weeks=${4} />
        <button class="wide" onClick=${onClose}>${t("cancel")}</button>
      </div>
    </div>
  <//>`;
}

function Decline({ request, isMine, onClose, onDone }) {
  const { run, busy, refusal } = useOwnAct(isMine);
  const decline = async (event) => {
    event.preventDefault();
    const reason = new FormData(event.target).get("reason");
    if (await run("DeclineRequest", { requestId: request.id, reason })) onDone(t("declined"));
  };
  return html`<${Dialog} title=${t("decline")} onClose=${onClose}><form onSubmit=${decline}>
    <${Field} area name="reason" label=${t("why")} hint=${t("patient-reads")} required maxlength="500" />
    <${Refusal} of=${refusal} />
    <button class="danger wide" disabled=${busy}>${t("decline")}</button>
    <button type="button" class="wide" onClick=${onClose}>${t("cancel")}</button>
  </form><//>`;
}
