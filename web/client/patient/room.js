/** R39-R47: the waiting room, live: what the API says, one's own picture, and the way out. */
import { html, useEffect, useState } from "../vendor/vendor.js";
import { askToNotify, keepAwake, mayNotify } from "../lib/attention.js";
import * as camera from "../lib/camera.js";
import { seconds, time, whenever } from "../lib/format.js";
import { useHeartbeat } from "../lib/heartbeat.js";
import { useAct } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { useOnline } from "../lib/shell.js";
import { Call, Card, Dialog, Heading, Picture, Refusal } from "../lib/ui.js";

export function Room({ room, appointment, supportPhone }) {
  const { isOnline, lastSeen } = useOnline();
  useEffect(keepAwake, []);
  useHeartbeat(room.consultation.id, room.version);
  // What the server last said is no longer certain: say what is.
  const screen = isOnline ? room.screen : { title: t("place-kept"), body: t("place-kept-why", { time: seconds(lastSeen) }) };
  return html`
    <${Heading}>${t("waiting-room")}<//>
    <${Card} kind=${room.mayLeave && isOnline ? "warm" : ""} role="status">
      <h2>${screen.title}</h2>
      <p>${screen.body}</p>
      ${isOnline && html`<${Place} of=${room} />`}
    <//>
    <p>${appointment.service.name}, ${whenever(appointment.startsAt)}<br />${room.clinician.name}, ${room.clinician.title}</p>
    <${Self} />
    <${Notifications} />
    <${Leave} room=${room} />
    <p class="row"><${Call} number=${supportPhone} /></p>`;
}

/** The place in the line, when it may be one's turn, and whether somebody is there: only what the API is sure of. */
const Place = ({ of: { position, estimatedStart, clinician, clinicianPresence } }) => html`
  ${position !== null && html`<p>${position === 1 ? t("you-are-next") : t("place-in-line", { n: position })} ${estimatedStart && t("maybe-your-turn", { time: time(estimatedStart) })}</p>`}
  ${clinicianPresence?.state === "CONNECTED" && html`<p class="good">● ${t("clinician-is-there", { name: clinician.name })}</p>`}`;

/** It goes on: then sound works by itself, also when the page was loaded anew. */
function Self() {
  const [stream, setStream] = useState(camera.current());
  useEffect(() => {
    if (!stream) camera.start().then(() => setStream(camera.current()));
  }, []);
  if (!stream?.getVideoTracks().length) return null;
  return html`<${Picture} stream=${stream} muted kind="mirror preview" label=${t("your-picture")} />`;
}

/** Asked for by a tap, never by itself. */
function Notifications() {
  const [may, setMay] = useState(mayNotify());
  if (may === "granted") return html`<p class="good">✓ ${t("notified")}</p>`;
  if (may !== "default") return null;
  return html`<button class="wide" onClick=${async () => setMay(await askToNotify())}>${t("notify-me")}</button>`;
}

/** R44-R46: with the promise when the clinician is late; before that, one is asked if one means it. */
function Leave({ room }) {
  const [asking, setAsking] = useState(false);
  const { run, busy, refusal } = useAct();
  const leave = (evenIfNotLate) => () => run("LeaveWaitingRoom", { consultationId: room.consultation.id, evenIfNotLate });
  if (room.mayLeave) return html`<${Refusal} of=${refusal} /><button class="danger wide" disabled=${busy} onClick=${leave(false)}>${t("leave")}</button>`;
  return html`
    <button class="wide" onClick=${() => setAsking(true)}>${t("leave")}</button>
    ${asking && html`<${Dialog} title=${t("leave-early")} onClose=${() => setAsking(false)}>
      <p>${t("leave-early-why")}</p>
      <${Refusal} of=${refusal} />
      <button class="primary wide" onClick=${() => setAsking(false)}>${t("stay-here")}</button>
      <button class="danger wide" disabled=${busy} onClick=${leave(true)}>${t("leave-anyway")}</button>
    <//>`}`;
}
