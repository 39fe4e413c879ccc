/** Free times, live: first a day, then a time. What others take disappears, what is given back returns. */
import { html, useEffect, useRef, useState } from "../vendor/vendor.js";
import { capital, day, dayAfter, dayNumber, isoDay, noon, now, shortDate, weekday } from "./format.js";
import { useLive } from "./hooks.js";
import { t } from "./i18n.js";
import { Slots } from "./slots.js";
import { Waiting } from "./ui.js";

/** @param {{service: string, clinician?: string, weeks?: number, onChoose: (slot: any) => void, busy: boolean}} given */
export function Times({ service, clinician, weeks = 2, onChoose, busy }) {
  const [page, setPage] = useState(0);
  const [chosen, setChosen] = useState();
  const all = daysFrom(7 * weeks * page, 7 * weeks);
  const { value } = useLive("FreeTimes", { service, clinician, from: all[0], to: all.at(-1) });
  const free = byDay(value?.slots ?? [], all);
  const [first] = Object.keys(free);
  const { root, home } = useKeptFocus();
  useEffect(() => {
    if (!chosen) setChosen(first); // It stays, also when its last time is taken.
  }, [chosen, first]);
  const turn = (by) => () => (setChosen(), setPage(page + by));
  return html`<div ref=${root}>
    <p class="live"><span class="dot" aria-hidden="true"></span>${t("times-are-live")}</p>
    <${Weeks} all=${all} onEarlier=${page > 0 && turn(-1)} onLater=${turn(1)} />
    <${Days} all=${all} free=${free} chosen=${chosen} onChoose=${setChosen} />
    ${!value && html`<${Waiting} />`}
    ${value?.slots.length === 0 && html`<p role="status">${t("no-free-times")}</p>`}
    ${chosen && html`<h2 ref=${home} tabindex="-1">${capital(day(noon(chosen)))}</h2>`}
    ${chosen && free[chosen] && html`<${Slots} slots=${free[chosen]} onChoose=${onChoose} busy=${busy} />`}
    ${value?.slots.length > 0 && chosen && !free[chosen] && html`<${None} nearest=${nearest(free, chosen)} onChoose=${setChosen} />`}
  </div>`;
}

/** Whole weeks, from the Monday of this one on. */
function daysFrom(first, count) {
  const today = isoDay(now());
  const sinceMonday = (new Date(noon(today)).getUTCDay() + 6) % 7;
  return Array.from({ length: count }, (_, n) => dayAfter(today, first + n - sinceMonday));
}

function byDay(slots, all) {
  const days = {};
  for (const it of slots) (days[isoDay(it.startsAt)] ??= []).push(it);
  return Object.fromEntries(Object.entries(days).filter(([key]) => all.includes(key)));
}

function nearest(free, chosen) {
  const away = (it) => Math.abs(noon(it) - noon(chosen));
  return Object.keys(free).sort((one, other) => away(one) - away(other))[0];
}

const Weeks = ({ all, onEarlier, onLater }) => html`<p class="row between weeks">
  <span class="muted">${shortDate(noon(all[0]))} – ${shortDate(noon(all.at(-1)))}</span>
  <span class="row">
    ${onEarlier && html`<button class="small" onClick=${onEarlier}>${t("earlier")}</button>`}
    <button class="small" onClick=${onLater}>${t("later")}</button>
  </span>
</p>`;

/** One day of all is chosen: the arrow keys go from one to the next. */
const Days = ({ all, free, chosen, onChoose }) => html`<fieldset>
  <legend>${t("choose-day")}</legend>
  <div class="days">
    ${all.slice(0, 7).map((it) => html`<span aria-hidden="true">${weekday(noon(it))}</span>`)}
    ${all.map((it) => it < isoDay(now()) ? html`<span key=${it}></span>` : html`<label key=${it} class=${`day ${free[it] ? "" : "none"}`}>
      <input type="radio" name="day" aria-label=${`${day(noon(it))}, ${t("n-free", { n: free[it]?.length ?? 0 })}`} checked=${it === chosen} onChange=${() => onChoose(it)} />
      <span>${dayNumber(it)}<small>${free[it]?.length ?? "–"}</small></span>
    </label>`)}
  </div>
</fieldset>`;

const None = ({ nearest, onChoose }) => html`
  <p role="status">${t("none-that-day")}</p>
  ${nearest && html`<p><button class="small" onClick=${() => onChoose(nearest)}>${t("nearest-day", { day: day(noon(nearest)) })}</button></p>`}`;

/** When what had the focus is taken away, the chosen day has it: whatever came in its place is not pressed by mistake. */
function useKeptFocus() {
  const root = useRef();
  const home = useRef();
  const last = useRef();
  useEffect(() => {
    root.current.addEventListener("focusin", (event) => (last.current = event.target));
  }, []);
  useEffect(() => {
    if (last.current?.isConnected === false && document.activeElement === document.body) home.current?.focus();
  });
  return { root, home };
}
