/** R40-R43: "Din behandler er klar": a picture, sound, vibration and words, wherever in the app one is. */
import { html, useEffect, useState } from "../vendor/vendor.js";
import { murmur } from "../lib/gql.js";
import { canSound, flag, notify, ring, stopRinging } from "../lib/attention.js";
import { left } from "../lib/format.js";
import { connectionId } from "../lib/heartbeat.js";
import { useAct, useSeconds } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../lib/router.js";
import { Dialog, Icon, Refusal } from "../lib/ui.js";

export const Invitation = ({ ready }) => ready?.invitation && html`<${Ringing} key=${ready.invitation.id} ready=${ready} />`;

function Ringing({ ready: { screen, cue, clinician, invitation, consultation } }) {
  const { run, busy, refusal } = useAct();
  const [isSilent, setSilent] = useState(false);
  useSeconds();
  const answer = { consultationId: consultation.id, invitationId: invitation.id };
  useEffect(() => {
    // Otherwise we send a text message: nobody seems to see it.
    murmur("AcknowledgeInvitation", { input: answer }).catch(() => {});
    ring(cue);
    flag(screen.title);
    const takeAway = notify(screen.title, screen.body);
    return () => (stopRinging(), flag(null), takeAway());
  }, []);
  const accept = async () => {
    if (await run("AcceptConsultation", { ...answer, connectionId })) navigate(`/app/aftale/${consultation.appointment.id}/video`);
  };
  const silence = () => (stopRinging(), setSilent(true));
  return html`<${Dialog} title=${screen.title} kind="ringing">
    <div class="pulse" aria-hidden="true"><${Icon} name="HEART" /></div>
    <p role="alert" class="unseen">${cue.announcement}</p>
    <p>${clinician.name}, ${clinician.title}</p>
    <p>${screen.body}</p>
    <p class="muted">${t("rings-for", { left: left(invitation.expiresAt) })}</p>
    ${cue.sound && !canSound() && html`<p class="muted">${t("sound-blocked")}</p>`}
    <${Refusal} of=${refusal} />
    <button class="primary wide" autofocus disabled=${busy} onClick=${accept}>${t("accept")}</button>
    <button class="wide" disabled=${busy} onClick=${() => run("AskForAMoment", answer)}>${t("a-moment")}</button>
    ${cue.sound && !isSilent && html`<button class="wide" onClick=${silence}>${t("silence")}</button>`}
  <//>`;
}
