/** R22, R33: where the link of a text message leads, as things are now. Never a dead end. */
import { html, useEffect } from "../vendor/vendor.js";
import { useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../lib/router.js";
import { Asked, Heading, Notice, Waiting } from "../lib/ui.js";
import { Promises } from "./cards.js";
import { NotFound } from "./not_found.js";

/** At once to the letter that the message told of, or to the start; with news, the news first. */
function leadsTo({ state, confirmation, appointment }) {
  if (state === "OPEN" && !confirmation) return `/app/aftale/${appointment.id}/video`;
  if (["APPOINTMENT", "TOO_EARLY"].includes(state) && confirmation) return `/app/bekraeftelse/${confirmation.id}`;
  return null;
}

export const LinkTarget = ({ token }) => html`<${Asked} of=${useAsk("WhereTheLinkLeads", { token })}>${({ resolveDeepLink: it }) =>
  it ? html`<${Target} of=${it} />` : html`<${NotFound} />`}<//>`;

function Target({ of: it }) {
  const to = leadsTo(it);
  useEffect(() => {
    if (to) navigate(to, { replace: true });
  }, [to]);
  if (to) return html`<${Waiting} />`;
  return html`
    <${Heading}>${t("your-appointment")}<//>
    <${Notice}><p>${it.message}</p><//>
    ${it.followUp && html`<${Promises} of=${[it.followUp]} />`}
    <p class="buttons">
      ${it.state === "OPEN" && html`<a class="button primary" href=${`/app/aftale/${it.appointment.id}/video`}>${t("start-video")}</a>`}
      <a class="button" href=${`/app/aftale/${it.appointment.id}`}>${t("see-appointment")}</a>
      ${it.confirmation && html`<a class="button" href=${`/app/bekraeftelse/${it.confirmation.id}`}>${t("read-confirmation")}</a>`}
    </p>`;
}
