/** Times as buttons, for whoever chooses one. */
import { html } from "../vendor/vendor.js";
import { shortDay, time } from "./format.js";
import { t } from "./i18n.js";

/** Grouped by whom it is with, when there are several. */
export function Slots({ slots, onChoose, busy, withDay = false }) {
  const clinicians = [...new Map(slots.map((it) => [it.clinician.id, it.clinician])).values()];
  return clinicians.map((who) => html`<div key=${who.id}>
    <p class="muted" id=${`with-${who.id}`}>${who.name}, ${who.title}</p>
    <div class="slots" role="group" aria-labelledby=${`with-${who.id}`}>${slots.filter((it) => it.clinician.id === who.id).map((it) => html`
      <button key=${it.id} aria-disabled=${busy} onClick=${() => onChoose(it)}>${withDay ? `${shortDay(it.startsAt)} ` : ""}${time(it.startsAt)}</button>`)}</div>
  </div>`);
}

/** When somebody else was faster: the times close to it. */
export const Alternatives = ({ refusal, onChoose, busy }) =>
  refusal?.alternatives?.length > 0 && html`<h2>${t("alternatives")}</h2>
    <${Slots} slots=${refusal.alternatives} onChoose=${onChoose} busy=${busy} withDay />`;
