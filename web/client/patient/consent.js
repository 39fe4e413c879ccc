/** A3: the texts have changed, or consent was taken back: consent again before anything else. */
import { html } from "../vendor/vendor.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../lib/router.js";
import { signOut } from "../lib/shell.js";
import { Asked, Heading, Refusal } from "../lib/ui.js";
import "./profile_texts.js";

export const ConsentAgain = () => html`
  <${Heading}>${t("consent-again")}<//>
  <p>${t("consent-again-why")}</p>
  <${Asked} of=${useAsk("ConsentTexts")}>${({ consentTexts }) => html`<${Form} texts=${consentTexts} />`}<//>`;

function Form({ texts }) {
  const { run, busy, refusal } = useAct();
  const give = async (event) => {
    event.preventDefault();
    if (await run("RenewConsent", { purposes: [...new FormData(event.target).keys()] })) navigate("/app/profil");
  };
  return html`<form onSubmit=${give}>
    ${texts.map((it) => html`<div key=${it.id} class="card">
      <label class="tick"><input type="checkbox" name=${it.kind} required /> ${it.title}</label>
      <details><summary>${t("read-text")} (version ${it.version})</summary>${it.body.split("\n\n").map((part) => html`<p>${part}</p>`)}</details>
    </div>`)}
    <${Refusal} of=${refusal} />
    <button class="primary wide" disabled=${busy}>${t("continue")}</button>
    <button type="button" class="wide" onClick=${signOut}>${t("sign-out")}</button>
  </form>`;
}
