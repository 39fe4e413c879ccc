/** R9: change contact details. With a mistake nothing is changed, and its field is named. */
import { html, useState } from "../vendor/vendor.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Asked, Field, Heading, Notice, Refusal, Select } from "../lib/ui.js";
import "./profile_texts.js";

const FIELDS = [
  ["phone", { type: "tel", autocomplete: "tel" }],
  ["email", { type: "email", autocomplete: "email" }],
  ["street", { autocomplete: "street-address" }],
  ["postcode", { autocomplete: "postal-code", inputmode: "numeric" }],
  ["city", { autocomplete: "address-level2" }],
];
const CHANNELS = ["SMS", "PHONE", "EMAIL"];

export const Contact = () => html`
  <p><a href="/app/profil">${t("back-to-profile")}</a></p>
  <${Heading}>${t("edit-contact")}<//>
  <${Asked} of=${useAsk("Profile")}>${({ me }) => html`<${Form} of=${me.contactDetails} />`}<//>`;

function Form({ of: details }) {
  const { run, busy, refusal } = useAct();
  const [saved, setSaved] = useState(false);
  const save = async (event) => {
    event.preventDefault();
    const written = Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim() || null]));
    const changed = Object.fromEntries(Object.entries(written).filter(([name, value]) => value !== details[name]));
    setSaved(false);
    if (await run("UpdateContactDetails", changed)) setSaved(true);
    else event.target.querySelector("[aria-invalid=true]")?.focus();
  };
  const wrong = (name) => (refusal?.field === name ? refusal.message : null);
  return html`<form class="card" onSubmit=${save} noValidate>
    ${FIELDS.map(([name, attributes]) => html`<${Field} key=${name} name=${name} label=${t(`field-${name}`)} error=${wrong(name)} defaultValue=${details[name] ?? ""} ...${attributes} />`)}
    <${Select} name="preferredChannel" label=${t("preferred")} value=${details.preferredChannel} options=${CHANNELS.map((it) => [it, t(`channel-${it}`)])} />
    ${!refusal?.field && html`<${Refusal} of=${refusal} />`}
    ${saved && html`<${Notice} kind="good"><p>${t("saved")}</p><//>`}
    <button class="primary wide" disabled=${busy}>${t("save")}</button>
  </form>`;
}
