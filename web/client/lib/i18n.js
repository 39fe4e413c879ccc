/** What we say ourselves, in Danish and English. What the API words is shown as the API says it. */
import { texts } from "./texts.js";

let language = document.documentElement.lang === "en" ? "en" : "da";

/** @returns {"da" | "en"} */
export const lang = () => language;

/** The pages of staff have words of their own. */
export const learn = (more) => Object.assign(texts, more);

export function speak(wanted) {
  language = wanted;
  document.documentElement.lang = wanted;
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values] what stands in the text as `{name}`
 */
export function t(key, values = {}) {
  const text = texts[key]?.[language === "en" ? 1 : 0] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
