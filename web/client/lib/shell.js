/** What is around the screens of both clients: the connection, the language, being signed in. */
import { html, useEffect, useState } from "../vendor/vendor.js";
import { now, seconds } from "./format.js";
import { ask, told, tryNow } from "./gql.js";
import { lang, t } from "./i18n.js";
import { Dialog, Heading } from "./ui.js";

let isOnline = true;
let lastSeen = now();

/** Whether what is live comes, and since when it did not. */
export function useOnline() {
  const [, draw] = useState(0);
  useEffect(() => {
    const hear = (event) => draw((it) => it + 1);
    addEventListener("aleris-online", hear);
    return () => removeEventListener("aleris-online", hear);
  }, []);
  return { isOnline, lastSeen };
}

told.online = (is) => {
  if (isOnline && !is) lastSeen = now();
  isOnline = is;
  dispatchEvent(new Event("aleris-online"));
};

export function ConnectionBanner({ isInVideo = false }) {
  const { isOnline } = useOnline();
  return html`<div role="status">${!isOnline && html`<div class="banner">
    <p><strong>${t("no-connection")}</strong> ${t(isInVideo ? "no-connection-place" : "no-connection-retrying")} ${t("last-updated", { time: seconds(lastSeen) })}</p>
    <button class="small" onClick=${tryNow}>${t("try-now")}</button>
  </div>`}</div>`;
}

/** Labelled in its own language. */
export function LanguageButton({ onChoose }) {
  const other = lang() === "da" ? "en" : "da";
  return html`<button class="small language" lang=${other} onClick=${() => onChoose(other)}>${other === "en" ? "English" : "Dansk"}</button>`;
}

export const SignedOut = ({ to }) => html`
  <${Heading}>${t("signed-out")}<//>
  <p>${t("signed-out-why")}</p>
  <p><a class="button primary" href=${to} target="_self">${t("sign-in-again")}</a></p>`;

export function IdleWarning({ onStay }) {
  return html`<${Dialog} title=${t("still-there")} onClose=${onStay}>
    <p>${t("still-there-why")}</p>
    <button class="primary wide" onClick=${onStay}>${t("stay")}</button>
    <button class="wide" onClick=${signOut}>${t("sign-out")}</button>
  <//>`;
}

/** Out of here, and where the broker wants it, out of there too. */
export async function signOut() {
  const { signOut: out } = await ask("SignOut");
  location.assign(out.brokerUrl ?? "/");
}
