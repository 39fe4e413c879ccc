/** R8-R14: Min profil, the first page. */
import { html } from "../vendor/vendor.js";
import { date, phone } from "../lib/format.js";
import { useAct, useAsk } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { signOut } from "../lib/shell.js";
import { Asked, Card, Facts, Heading, Notice, Refusal } from "../lib/ui.js";
import { Promises } from "./cards.js";
import "./profile_texts.js";

const BELOW = ["indstillinger", "vilkaar", "samtykker", "sessioner", "om"];

export function Profile() {
  return html`
    <${Heading}>${t("profile")}<//>
    <${Asked} of=${useAsk("Profile")}>${({ me }, again) => html`
      <${Review} of=${me} onDone=${again} />
      <${Promises} of=${me.followUps} />
      <div class="columns">
        <${Card}>
          <${Facts} rows=${[
            [t("name"), me.name],
            [t("cpr"), me.maskedCpr],
            [t("mobile"), me.contactDetails.phone ? phone(me.contactDetails.phone) : t("not-given")],
            [t("email"), me.contactDetails.email ?? t("not-given")],
            [t("address"), addressOf(me.contactDetails) || t("not-given")],
            [t("preferred"), t(`channel-${me.contactDetails.preferredChannel}`)],
          ]} />
          ${me.guardianIsInformed && html`<${Notice}><p>${t("guardian")}</p><//>`}
          <a class="button" href="/app/profil/kontakt">${t("edit-contact")}</a>
        <//>
        <div>
          <nav aria-label=${t("profile")}><ul class="menu">${BELOW.map((it) => html`<li><a href=${`/app/profil/${it}`}>${t(`profile-${it}`)}</a></li>`)}</ul></nav>
          ${me.treatmentCourses.length > 0 && html`<${Card}><h2>${t("courses")}</h2><ul class="plain">${me.treatmentCourses.map((it) => html`
            <li>${t(`kind-${it.kind}`)} <span class="muted">${t(`course-${it.state}`, { date: date(it.openedAt) })}</span></li>`)}</ul><//>`}
          <button class="wide" onClick=${signOut}>${t("sign-out")}</button>
        </div>
      </div>`}<//>`;
}

const addressOf = ({ street, postcode, city }) => [street, [postcode, city].filter(Boolean).join(" ")].filter(Boolean).join(", ");

/** R13-R14: are the details still right? Text messages go to the number on file. */
function Review({ of: { contactReview, contactDetails }, onDone }) {
  const { run, busy, refusal } = useAct();
  if (!contactReview.due && !contactDetails.phoneUnreachable) return null;
  const confirm = async () => {
    if (await run("ConfirmContactDetails")) onDone();
  };
  const isWrong = contactDetails.phoneUnreachable || !contactDetails.phone;
  return html`<${Card} kind="warm">
    <h2>${t(isWrong ? "number-wrong" : "number-right")}</h2>
    <p>${t(contactDetails.phoneUnreachable ? "number-unreachable" : "number-why")}</p>
    ${contactDetails.phone && html`<p><strong>${phone(contactDetails.phone)}</strong></p>`}
    <${Refusal} of=${refusal} />
    <p class="row">
      ${!isWrong && html`<button class="primary" disabled=${busy} onClick=${confirm}>${t("yes-right")}</button>`}
      <a class="button" href="/app/profil/kontakt">${t("correct-it")}</a>
    </p>
  <//>`;
}
