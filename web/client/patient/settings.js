/** R11: settings: each is changed as it is ticked. And the calendar that follows the appointments. */
import { html, useState } from "../vendor/vendor.js";
import { date } from "../lib/format.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { lang, t } from "../lib/i18n.js";
import { Asked, Card, Heading, Notice, Refusal } from "../lib/ui.js";
import "./profile_texts.js";

const SWITCHES = ["smsConfirmation", "smsReminder", "smsVideoLink", "emailCopy", "sound", "vibration"];

export const Settings = ({ onLanguage }) => html`
  <p><a href="/app/profil">${t("back-to-profile")}</a></p>
  <${Heading}>${t("profile-indstillinger")}<//>
  <${Asked} of=${useAsk("Settings")}>${({ me }, again) => html`
    <${Switches} of=${me.settings} />
    <${Language} onLanguage=${onLanguage} />
    <${Calendar} feed=${me.calendarFeed} again=${again} />`}<//>`;

function Switches({ of }) {
  const [settings, setSettings] = useState(of);
  const { run, refusal } = useAct();
  const choose = (name) => async (event) => {
    const changed = await run("UpdateSettings", { [name]: event.target.checked });
    setSettings((before) => ({ ...before, ...changed }));
  };
  return html`<${Card}>
    ${SWITCHES.map((name) => html`<label key=${name} class="switch">
      <input type="checkbox" role="switch" checked=${settings[name]} onChange=${choose(name)} /> ${t(`setting-${name}`)}
    </label>`)}
    <${Refusal} of=${refusal} />
  <//>`;
}

const Language = ({ onLanguage }) => html`<${Card}>
  <fieldset><legend>${t("language")}</legend>
    ${[["da", "Dansk"], ["en", "English"]].map(([key, name]) => html`<label key=${key} class="switch" lang=${key}>
      <input type="radio" name="language" checked=${lang() === key} onChange=${() => onLanguage(key)} /> ${name}
    </label>`)}
  </fieldset>
<//>`;

/** The address is a secret, told once: it is shown, and not kept. */
function Calendar({ feed, again }) {
  const [address, setAddress] = useState();
  const { run, busy, refusal } = useAct();
  const open = async () => {
    const opened = await run("OpenCalendarFeed");
    if (opened) setAddress(opened.url);
    again();
  };
  const close = async () => {
    if (await run("CloseCalendarFeed")) setAddress();
    again();
  };
  return html`<${Card}>
    <h2>${t("calendar")}</h2>
    <p>${t("calendar-why")}</p>
    ${feed && html`<p>${t("calendar-open", { date: date(feed.openedAt) })}</p>`}
    ${address && html`<${Notice} kind="good">
      <p>${t("calendar-secret")}</p><p class="address">${address}</p>
      <p><a class="button primary" href=${address.replace(/^https?:/, "webcal:")}>${t("calendar-add")}</a></p>
    <//>`}
    <${Refusal} of=${refusal} />
    <p class="row">
      <button disabled=${busy} onClick=${open}>${t(feed ? "calendar-anew" : "calendar-begin")}</button>
      ${feed && html`<button class="danger" disabled=${busy} onClick=${close}>${t("calendar-end")}</button>`}
    </p>
  <//>`;
}
