/** R10, R12: about the app, Vilkår, what one consented to, and where one is signed in. */
import { html, useState } from "../vendor/vendor.js";
import { date, phone, whenever } from "../lib/format.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { ask } from "../lib/gql.js";
import { t } from "../lib/i18n.js";
import { Asked, Card, Chip, Dialog, Facts, Heading } from "../lib/ui.js";
import "./profile_texts.js";

const Below = ({ title, children }) => html`<p><a href="/app/profil">${t("back-to-profile")}</a></p><${Heading}>${title}<//>${children}`;
const Paragraphs = ({ of }) => of.split("\n\n").map((it) => html`<p>${it}</p>`);

export const About = () => html`<${Below} title=${t("profile-om")}>
  <${Asked} of=${useAsk("About")}>${({ appInfo: it, terms }) => html`
    <${Card}><${Facts} rows=${[
      [t("app"), it.name],
      [t("version"), it.version],
      [t("owner"), it.owner],
      [t("phone"), html`<a href=${`tel:${it.supportPhone}`}>${phone(it.supportPhone)}</a>`],
      [t("email"), html`<a href=${`mailto:${it.supportEmail}`}>${it.supportEmail}</a>`],
    ]} /><//>
    <${Card}><h2>${terms.title}</h2><${Paragraphs} of=${terms.body} /><//>
    <p><a href="/client/vendor/LICENSES.txt" target="_blank">${t("licences")}</a></p>`}<//>
<//>`;

export const Terms = () => html`<${Below} title=${t("profile-vilkaar")}>
  <${Asked} of=${useAsk("Terms")}>${({ terms }) => html`
    <${Card}><h2>${terms.title}</h2><p class="muted">${t("version")} ${terms.version}</p><${Paragraphs} of=${terms.body} /><//>`}<//>
<//>`;

export function Consents() {
  const [explanation, setExplanation] = useState();
  const asked = useAsk("Consents");
  const onDone = (text) => (setExplanation(text), asked.again());
  return html`<${Below} title=${t("profile-samtykker")}>
    ${explanation && html`<${Card} kind="warm" role="status"><h2>${t("withdrawn")}</h2><p>${explanation}</p><//>`}
    <${Asked} of=${asked}>${({ me }) => html`
      ${me.consents.length === 0 && html`<p>${t("no-consents")}</p><p><a class="button primary" href="/app/samtykke">${t("give-consent")}</a></p>`}
      ${me.consents.map((it) => html`<${Given} key=${it.id} of=${it} onDone=${onDone} />`)}`}<//>
  <//>`;
}

function Given({ of: it, onDone }) {
  const [asking, setAsking] = useState(false);
  const withdraw = async () => {
    const { withdrawConsent } = await ask("WithdrawConsent", { input: { purpose: it.purpose } });
    onDone(withdrawConsent.explanation);
  };
  return html`<${Card}>
    <h2>${it.text.title}</h2>
    <p class="muted">${t("given-at", { date: date(it.givenAt), version: it.text.version })}</p>
    <details><summary>${t("read-text")}<span class="unseen">: ${it.text.title}</span></summary><${Paragraphs} of=${it.text.body} /></details>
    <button class="danger" onClick=${() => setAsking(true)}>${t("withdraw")}<span class="unseen">: ${it.text.title}</span></button>
    ${asking && html`<${Dialog} title=${t("withdraw-really")} onClose=${() => setAsking(false)}>
      <p>${t("withdraw-why")}</p>
      <button class="danger wide" onClick=${withdraw}>${t("withdraw")}</button>
      <button class="wide" onClick=${() => setAsking(false)}>${t("keep-it")}</button>
    <//>`}
  <//>`;
}

export function Sessions() {
  const asked = useAsk("Sessions");
  const { run, busy } = useAct();
  const end = async (id) => {
    await run("EndSession", { sessionId: id });
    asked.again();
  };
  return html`<${Below} title=${t("profile-sessioner")}>
    <p>${t("sessions-why")}</p>
    <${Asked} of=${asked}>${({ me }) => html`<ul class="plain">${me.sessions.map((it) => html`<li key=${it.id} class="card">
      <p class="row"><strong>${t(`sign-in-${it.channel}`)}</strong>${it.isCurrent && html`<${Chip} kind="good">${t("this-one")}<//>`}</p>
      <p class="muted">${t("since", { when: whenever(it.startedAt) })}</p>
      ${!it.isCurrent && html`<button disabled=${busy} onClick=${() => end(it.id)}>${t("end-session")}</button>`}
    </li>`)}</ul>`}<//>
  <//>`;
}
