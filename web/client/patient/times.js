/** Free times, live: what others take disappears, what is given back returns. */
import { html, useState } from "../vendor/vendor.js";
import { day, isoDay, now, shortDay } from "../lib/format.js";
import { useLive } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Slots } from "../lib/slots.js";
import { Waiting } from "../lib/ui.js";

const DAY = 86_400_000;
const DAYS_AT_ONCE = 14;

const byDay = (slots) => Object.groupBy?.(slots, (it) => isoDay(it.startsAt)) ?? grouped(slots);

function grouped(slots) {
  const days = {};
  for (const it of slots) (days[isoDay(it.startsAt)] ??= []).push(it);
  return days;
}

/** @param {{service: string, onChoose: (slot: any) => void, busy: boolean}} given */
export function Times({ service, onChoose, busy }) {
  const [page, setPage] = useState(0);
  const [chosen, setChosen] = useState();
  const from = now() + page * DAYS_AT_ONCE * DAY;
  const window = { service, from: isoDay(from), to: isoDay(from + (DAYS_AT_ONCE - 1) * DAY) };
  const { value } = useLive("FreeTimes", window);
  const days = byDay(value?.slots ?? []);
  const shown = days[chosen] ? chosen : Object.keys(days)[0];
  const turn = (by) => () => setPage((it) => Math.max(0, it + by));
  return html`
    <p class="live"><span class="dot" aria-hidden="true"></span>${t("times-are-live")}</p>
    <p class="row between">
      <span class="muted">${shortDay(from)} – ${shortDay(from + (DAYS_AT_ONCE - 1) * DAY)}</span>
      ${page > 0 && html`<button class="small" onClick=${turn(-1)}>${t("earlier")}</button>`}
      <button class="small" onClick=${turn(1)}>${t("later")}</button>
    </p>
    ${!value && html`<${Waiting} />`}
    ${value && !shown && html`<p role="status">${t("no-free-times")}</p>`}
    ${shown && html`
      <div class="days" role="group" aria-label=${t("choose-day")}>${Object.entries(days).map(([key, slots]) => html`
        <button key=${key} class="day" aria-pressed=${key === shown} onClick=${() => setChosen(key)}>
          ${shortDay(slots[0].startsAt)}<small>${t("n-free", { n: slots.length })}</small>
        </button>`)}</div>
      <h2>${day(days[shown][0].startsAt)}</h2>
      <${Slots} slots=${days[shown]} onChoose=${onChoose} busy=${busy} />`}`;
}
