/** Times and amounts in words: always Danish wall time, whatever the device thinks. */
import { lang, t } from "./i18n.js";

const ZONE = "Europe/Copenhagen";
const formats = {};
let ahead = 0; // milliseconds that the server's clock is ahead of the device's

/** Count from the server's time, never from the device's. */
export const heardServerTime = (iso) => (ahead = Date.parse(iso) - Date.now());
export const now = () => Date.now() + ahead;

function format(moment, options) {
  const locale = lang() === "en" ? "en-GB" : "da-DK";
  const key = locale + JSON.stringify(options);
  formats[key] ??= new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
  return formats[key].format(new Date(moment));
}

const CLOCK = { hour: "2-digit", minute: "2-digit" };
const LONG = { weekday: "long", day: "numeric", month: "long" };
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export const time = (moment) => format(moment, CLOCK);
export const seconds = (moment) => format(moment, { ...CLOCK, second: "2-digit" });
export const day = (moment) => format(moment, LONG);
export const shortDay = (moment) => format(moment, { weekday: "short", day: "numeric", month: "short" });
export const weekday = (moment) => format(moment, { weekday: "short" });
export const shortDate = (moment) => format(moment, { day: "numeric", month: "short" });
export const date = (moment) => format(moment, { day: "numeric", month: "long", year: "numeric" });

/** Within a sentence: "i dag kl. 10.00", "torsdag 6. august kl. 10.00" */
export function whenever(moment) {
  const days = { [isoDay(now())]: t("today"), [dayAfter(isoDay(now()), 1)]: t("tomorrow") };
  return `${days[isoDay(moment)] ?? day(moment)} ${t("at")} ${time(moment)}`;
}

/** Alone, or at the beginning of one. */
export const when = (moment) => capital(whenever(moment));

/** "4:31" until the moment; "0:00" once it has passed */
export function left(moment) {
  const whole = Math.max(0, Math.ceil((Date.parse(moment) - now()) / 1000));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The Danish day, as the API takes it: `2026-08-06` */
export function isoDay(moment) {
  const key = "iso";
  formats[key] ??= new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE });
  return formats[key].format(new Date(moment));
}

const DAY = 86_400_000;
/** Then it is the same day in Denmark. */
export const noon = (isoDate) => Date.parse(`${isoDate}T12:00:00Z`);
export const dayAfter = (isoDate, days) => isoDay(noon(isoDate) + days * DAY);

/** "26.", and "1/12" where a month begins */
export const dayNumber = (isoDate) => (isoDate.endsWith("-01") ? `1/${Number(isoDate.slice(5, 7))}` : format(noon(isoDate), { day: "numeric" }));

/** A Danish day and clock time as an instant in UTC, also when the clocks are changed. */
export function danishInstant(isoDate, clock) {
  const guess = Date.parse(`${isoDate}T${clock}:00Z`);
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "medium" });
  const off = (at) => Date.parse(`${shown.format(new Date(at)).replace(" ", "T")}Z`) - at;
  return new Date(guess - off(guess - off(guess))).toISOString();
}

export const kroner = (amount) => `${new Intl.NumberFormat(lang() === "en" ? "en-GB" : "da-DK").format(amount)} kr.`;

/** "+45 36 37 27 00" */
export const phone = (number) => number.replace(/^(\+45)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1 $2 $3 $4 $5");
