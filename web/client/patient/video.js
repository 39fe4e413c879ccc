/** R34-R47: the video consultation, from the pop-up to after it: which screen, as the API says. */
import { html, useEffect, useState } from "../vendor/vendor.js";
import * as camera from "../lib/camera.js";
import { useAsk, useLive } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Conversation } from "../lib/conversation.js";
import { Asked, Call, Card, Heading, Waiting } from "../lib/ui.js";
import { Promises } from "./cards.js";
import { Check } from "./check.js";
import { NotFound } from "./not_found.js";
import { Room } from "./room.js";

export const Video = ({ id, start }) => html`<${Asked} of=${useAsk("OneAppointment", { id })}>${({ appointment: it }, again) =>
  it?.consultation ? html`<${Consultation} appointment=${it} again=${again} supportPhone=${start.appInfo.supportPhone} />` : html`<${NotFound} />`}<//>`;

function Consultation({ appointment, again, supportPhone }) {
  const { value: room } = useLive("WaitingRoom", { id: appointment.consultation.id });
  const [isAway, setAway] = useState(false);
  useEffect(() => () => camera.stop(), []);
  const state = room?.consultation.state;
  useEffect(() => {
    if (["ENDED", "CANCELLED", "LEFT"].includes(state)) camera.stop();
    if (state) again(); // what one may do has changed with it
  }, [state]);
  const back = html`<p><a href=${`/app/aftale/${appointment.id}`}>${t("back-to-appointment")}</a></p>`;
  const given = { room, appointment, supportPhone };
  if (!room) return html`${back}<${Heading}>${t("video")}<//><${Waiting} />`;
  if (state === "SCHEDULED" && room.mayEnter) return html`${back}<${Check} key="check" ...${given} />`;
  if (state === "WAITING" || state === "CLINICIAN_READY") return html`<${Room} key="room" ...${given} />`;
  if (state === "IN_PROGRESS" && !isAway) {
    return html`<${Conversation} key="call" consultationId=${room.consultation.id} version=${room.version} as="PATIENT" name=${room.clinician.name} supportPhone=${supportPhone} onLeave=${() => setAway(true)} />`;
  }
  if (state === "IN_PROGRESS") return html`${back}<${Away} key="away" room=${room} onReturn=${() => setAway(false)} />`;
  return html`${back}<${Said} key=${state} ...${given} />`;
}

/** One has left a conversation that goes on. */
const Away = ({ room, onReturn }) => html`
  <${Heading}>${t("away")}<//>
  <p>${t("away-why", { name: room.clinician.name })}</p>
  <button class="primary wide" onClick=${onReturn}>${t("go-back-in")}</button>
  <${Call} number=${room.supportPhone} />`;

/** Before it opens, after one left, and when it is over: in the API's own words. */
function Said({ room, appointment }) {
  const [returning, setReturning] = useState(false);
  const mayReturn = room.allowedActions.some((it) => it.action === "RETURN_TO_WAITING_ROOM" && it.allowed);
  if (returning) return html`<${Check} room=${room} appointment=${appointment} supportPhone=${room.supportPhone} />`;
  return html`
    <${Heading}>${room.screen.title}<//>
    <${Card}><p>${room.screen.body}</p><//>
    ${room.consultation.followUp && html`<${Promises} of=${[room.consultation.followUp]} />`}
    ${mayReturn && html`<button class="primary wide" onClick=${() => setReturning(true)}>${t("go-back-in")}</button>`}
    <p class="buttons"><a class="button" href="/app/aftaler">${t("appointments")}</a><${Call} number=${room.supportPhone} /></p>`;
}
