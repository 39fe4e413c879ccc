/** A screen whose code is fetched when one first comes there: the first load stays small. */
import { html, useEffect, useState } from "../vendor/vendor.js";
import { t } from "./i18n.js";
import { Failed, Waiting } from "./ui.js";

/** @param {() => Promise<Record<string, any>>} load an `import()` of a screen's module */
export function lazy(load, name) {
  let found;
  return function Screen(props) {
    const [it, setIt] = useState({ Screen: found });
    useEffect(() => {
      if (found) return;
      load().then((module) => setIt({ Screen: (found = module[name]) }), () => setIt({ failed: true }));
    }, []);
    // A browser may remember that a module did not come: only a new page asks for it again.
    if (it.failed) return html`<${Failed} fault=${{ message: t("no-answer") }} again=${() => location.reload()} />`;
    return it.Screen ? html`<${it.Screen} ...${props} />` : html`<${Waiting} />`;
  };
}
