/** Appointments and services, as they are shown in lists. */
import { html } from "../vendor/vendor.js";
import { kroner, when, whenever } from "../lib/format.js";
import { t } from "../lib/i18n.js";
import { Card, Chip } from "../lib/ui.js";

export const ModalityChip = ({ of }) => html`<${Chip} kind=${of === "VIDEO" ? "good" : ""}>${t(`modality-${of}`)}<//>`;

export const nameOf = ({ name, title }) => [name, title].filter(Boolean).join(", ");
export const addressOf = (it) => it && `${it.name}, ${it.street}, ${it.postcode} ${it.city}`;

const TOGETHER = ["WAITING", "CLINICIAN_READY", "IN_PROGRESS"];

/** What the way into the video consultation is called now, if there is one. */
export function wayIn({ allowedActions, consultation }) {
  const may = (wanted) => allowedActions.some(({ action, allowed }) => action === wanted && allowed);
  if (may("ENTER_WAITING_ROOM")) return "start-video";
  if (TOGETHER.includes(consultation?.state)) return "go-on";
  return may("RETURN_TO_WAITING_ROOM") ? "go-back-in" : null;
}

/** R25-R30: whom, when, how, and the address where there is one. */
export function AppointmentCard({ of: it, heading = "h2" }) {
  const enter = it.allowedActions.find(({ action }) => action === "ENTER_WAITING_ROOM");
  const way = wayIn(it);
  return html`<${Card}>
    <p class="row"><${ModalityChip} of=${it.modality} />${it.state !== "BOOKED" && html`<${Chip}>${t(`appointment-${it.state}`)}<//>`}</p>
    <${heading}>${when(it.startsAt)}<//>
    <p>${it.service.name}<br />${nameOf(it.clinician)}${it.contact.address && html`<br />${addressOf(it.contact.address)}`}</p>
    ${enter?.allowedFrom && html`<p class="muted">${t("opens", { when: whenever(enter.allowedFrom) })}</p>`}
    <p class="row">
      ${way && html`<a class="button primary" href=${`/app/aftale/${it.id}/video`}>${t(way)}</a>`}
      <a class="button" href=${`/app/aftale/${it.id}`}>${t("see-appointment")}<span class="unseen"> ${when(it.startsAt)}</span></a>
    </p>
  <//>`;
}

/** R17-R19: what can be had, or why this patient cannot. */
export function ServiceCard({ of: it }) {
  const facts = [t(`modality-${it.modality}`), t("minutes", { n: it.minutes }), it.price && kroner(it.price), it.bookable && it.bookingMode === "REQUEST" && t("ask-for-time")];
  const about = html`<span><b>${it.name}</b><small class="muted">${facts.filter(Boolean).join(" · ")}</small>
    ${it.whyNot.map((why) => html`<small class="hindrance">${why.message}</small>`)}</span>`;
  return html`<li>${it.bookable ? html`<a class="tile" href=${`/app/bestil/${it.id}`}>${about}</a>` : html`<div class="tile">${about}</div>`}</li>`;
}

export const Promises = ({ of }) => of.map((it) => html`<${Card} key=${it.id} kind="warm"><h2>${t("we-call-you")}</h2><p>${it.text}</p><//>`);
