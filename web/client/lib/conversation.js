/** Picture and sound of both, and what one can do about them. The consultation itself is the API's. */
import { html, useEffect, useRef, useState } from "../vendor/vendor.js";
import { startMedia } from "../media.js";
import { keepAwake } from "./attention.js";
import * as camera from "./camera.js";
import { query, subscribe } from "./gql.js";
import { useHeartbeat } from "./heartbeat.js";
import { t } from "./i18n.js";
import { Call, Heading, Notice, Picture } from "./ui.js";

const api = { query, subscribe };
const WELL = ["connected"];
const TROUBLE = ["interrupted", "failed", "refused", "superseded", "livekit"];

export function Conversation({ consultationId, version, as, name, supportPhone, onLeave, leaveLabel = "hang-up", children }) {
  const [state, setState] = useState("connecting");
  const [details, setDetails] = useState();
  const [remote, setRemote] = useState();
  const [off, setOff] = useState({ audio: false, video: false });
  const call = useRef();
  useEffect(keepAwake, []);
  useHeartbeat(consultationId, version, as === "CLINICIAN");
  useEffect(() => begin(call, { consultationId, participant: as }, setRemote, (now, more) => (setState(now), setDetails(more))), [consultationId]);
  const toggle = (kind) => () => {
    call.current?.mute(kind, !off[kind]);
    setOff({ ...off, [kind]: !off[kind] });
  };
  const leave = () => (call.current?.stop(), onLeave());
  const own = camera.current();
  return html`<section class="call">
    <${Heading} name=${t("conversation")}>${t("conversation-with", { name })}<//>
    <p role="status" data-state=${state} class=${WELL.includes(state) ? "good" : "muted"}>${WELL.includes(state) ? "✓ " : ""}${t(`media-${state}`)}</p>
    ${TROUBLE.includes(state) && html`<${Notice} kind="warm" role="alert">
      <p>${details?.message ?? t("media-trouble")}</p>
      <p class="row">
        ${["failed", "interrupted"].includes(state) && html`<button onClick=${() => call.current?.restart()}>${t("try-again")}</button>`}
        <${Call} number=${details?.supportPhone ?? supportPhone} />
      </p><//>`}
    <div class="stage">
      <${Picture} stream=${remote} kind="remote" label=${t("picture-of", { name })} />
      ${own?.getVideoTracks().length > 0 && html`<${Picture} stream=${own} muted kind="self mirror" label=${t("your-picture")} />`}
    </div>
    <div class="row controls">
      <button aria-pressed=${off.audio} onClick=${toggle("audio")}>${t(off.audio ? "microphone-on" : "microphone-off")}</button>
      <button aria-pressed=${off.video} onClick=${toggle("video")}>${t(off.video ? "camera-on" : "camera-off")}</button>
      ${onLeave && html`<button class="danger" onClick=${leave}>${t(leaveLabel)}</button>`}
    </div>
    ${children}
  </section>`;
}

/** The camera when it is not on yet (after a reload), then the other. @returns {() => void} ends it */
function begin(call, who, onRemote, onState) {
  let gone = false;
  const go = async () => {
    if (!camera.current()) await camera.start();
    if (gone) return;
    const made = await startMedia({ api, ...who, localStream: camera.current(), onRemote, onState });
    if (gone) made.stop();
    else call.current = made;
  };
  go().catch((fault) => gone || onState("refused", { message: fault.message }));
  return () => {
    gone = true;
    call.current?.stop();
  };
}
