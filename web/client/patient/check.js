/** R35-R38, R51: the pop-up, the check of camera and sound, and "Fortsæt". */
import { html, useEffect, useState } from "../vendor/vendor.js";
import { chime, unlockSound } from "../lib/attention.js";
import * as camera from "../lib/camera.js";
import { ask } from "../lib/gql.js";
import { useAct } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Call, Card, Heading, Notice, Picture, Refusal, Select, Waiting } from "../lib/ui.js";
import { Equipment } from "./appointment.js";

const GOES_ON = ["PASSED", "PASSED_WITH_WARNINGS"];

/** Asks by itself when it opens: the pop-up comes "helt automatisk" (R36). */
export function Check({ room, appointment, supportPhone }) {
  const [found, setFound] = useState();
  const [wanted, setWanted] = useState({});
  const consultationId = room.consultation.id;
  useEffect(() => {
    let gone = false;
    setFound();
    camera.start(wanted).then((parts) => {
      if (gone) return;
      setFound(parts);
      if (parts.microphone !== "PASSED" || (parts.camera !== "PASSED" && !wanted.soundOnly)) report(consultationId, parts, "FAILED").then((check) => gone || setFound({ ...parts, help: check?.help }), () => {});
    });
    return () => (gone = true);
  }, [wanted]);
  const hears = found?.microphone === "PASSED";
  const sees = found?.camera === "PASSED";
  const isWell = hears && (sees || wanted.soundOnly);
  return html`
    <${Heading}>${t("check")}<//>
    ${!found && html`<${Card}><p>${t("allow-why")}</p><p class="muted">${t("allow-how")}</p><${Waiting} /><//>`}
    ${found && !isWell && html`<${Trouble} found=${found} supportPhone=${supportPhone} onRetry=${() => setWanted({})} onSoundOnly=${() => setWanted({ soundOnly: true })} />`}
    ${isWell && html`<${Preview} key=${camera.current()?.id} sees=${sees} onChoose=${(chosen) => setWanted((it) => ({ ...it, ...chosen }))} consultation=${room.consultation} found=${found} supportPhone=${supportPhone} />`}
    <${Equipment} pieces=${appointment.equipmentAdvice} withPicture=${appointment.service.requiresMovement} />`;
}

/** What the check showed; staff see it too. */
async function report(consultationId, { camera: picture, microphone }, speaker) {
  const input = { consultationId, client: "WEB", deviceClass: camera.deviceClass(), camera: picture, microphone, speaker };
  return (await ask("SubmitDeviceCheck", { input })).submitDeviceCheck;
}

/** Never a dead end: how to allow it, another try, only sound, or the phone. */
function Trouble({ found, supportPhone, onRetry, onSoundOnly }) {
  const picture = `camera-${found.camera}`;
  const heading = found.microphone === "PASSED" ? picture : found.camera === "PASSED" ? `microphone-${found.microphone}` : `both-${found.microphone}`;
  return html`
    <${Notice} kind="warm" role="alert"><h2>${t(heading)}</h2>${found.help && html`<p>${found.help}</p>`}<p>${t("clinician-sees-trouble")}</p><//>
    <p class="buttons">
      <button class="primary" onClick=${onRetry}>${t("try-again")}</button>
      ${found.microphone !== "MISSING" && html`<button onClick=${onSoundOnly}>${t("sound-only")}</button>`}
      <${Call} number=${supportPhone} />
    </p>`;
}

function Preview({ sees, found, consultation, onChoose, supportPhone }) {
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false); // the microphone, by us
  const [hears, setHears] = useState(false); // the test sound, by the patient
  useEffect(() => camera.listen((it) => {
    setLevel(it);
    if (it > 0.08) setHeard(true);
  }), []);
  return html`<div class="columns"><div>
    ${sees ? html`<${Picture} stream=${camera.current()} muted kind="mirror" label=${t("your-picture")} /><p class="good">✓ ${t("camera-works")}</p>` : html`<${Notice}><p>${t("without-picture")}</p><//>`}
    <meter min="0" max="1" value=${level} aria-label=${t("sound-level")}></meter>
    <p role="status" class=${heard ? "good" : "muted"}>${heard ? `✓ ${t("microphone-works")}` : t("say-something")}</p>
    </div><div>
    <${Card}>
      <p>${t("test-sound-why")}</p>
      <p class="row">
        <button onClick=${() => unlockSound().then(chime)}>${t("test-sound")}</button>
        <button aria-pressed=${hears} onClick=${() => setHears(!hears)}>${hears ? "✓ " : ""}${t("hear-it")}</button>
      </p>
      <${Devices} onChoose=${onChoose} />
    <//>
    <${GoOn} found=${found} hears=${hears} consultation=${consultation} supportPhone=${supportPhone} />
    </div></div>`;
}

/** Another camera or microphone, where there are several. */
function Devices({ onChoose }) {
  const [there, setThere] = useState({ cameras: [], microphones: [] });
  useEffect(() => void camera.devices().then(setThere), []);
  const using = (kind) => camera.current()?.getTracks().find((it) => it.kind === kind)?.getSettings().deviceId;
  const choice = (name, kind, all) => all.length > 1 && html`<${Select} name=${name} label=${t(`choose-${name}`)} value=${using(kind)}
    options=${all.map((it, number) => [it.deviceId, it.label || `${number + 1}`])} onChange=${(event) => onChoose({ [name]: event.target.value })} />`;
  return html`${choice("camera", "video", there.cameras)}${choice("microphone", "audio", there.microphones)}`;
}

/** "Fortsæt": the tap that unlocks sound, and takes a seat in the waiting room. */
function GoOn({ found, hears, consultation, supportPhone }) {
  const { run, busy, refusal, setRefusal } = useAct();
  const go = async () => {
    unlockSound();
    const check = await report(consultation.id, found, hears ? "PASSED" : "FAILED").catch(setRefusal);
    if (!check) return;
    if (!GOES_ON.includes(check.result)) return setRefusal({ message: check.help ?? t("hear-it-first") });
    await run(consultation.state === "LEFT" ? "ReturnToWaitingRoom" : "EnterWaitingRoom", { consultationId: consultation.id });
  };
  return html`
    <${Refusal} of=${refusal} />
    ${!hears && html`<p class="muted" id="hear-first">${t("hear-it-first")}</p>`}
    <button class="primary wide" disabled=${busy || !hears} aria-describedby=${hears ? undefined : "hear-first"} onClick=${go}>${t("continue")}</button>
    <p><${Call} number=${supportPhone} /></p>`;
}
