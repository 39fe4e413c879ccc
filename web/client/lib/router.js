/** Addresses without reloading: links stay links, and the browser's own buttons work. */
import { useEffect, useState } from "../vendor/vendor.js";

let draw = () => {};
/** Whether one has moved since the page was loaded: only then is focus moved. */
export let hasMoved = false;

export function navigate(to, { replace = false } = {}) {
  if (to === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  moved();
}

function moved() {
  hasMoved = true;
  scrollTo(0, 0);
  draw();
}

function follows(event) {
  const link = event.target.closest?.("a[href]");
  const isPlain = !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (!link.pathname.startsWith(document.body.dataset.root)) return;
  if (link.hash) return;
  event.preventDefault();
  navigate(link.pathname + link.search);
}

/** The parts of the path below the client's own: `/app/aftale/apt_1` is `["aftale", "apt_1"]`. */
export function usePath() {
  const [, set] = useState(0);
  useEffect(() => {
    draw = () => set((it) => it + 1);
    addEventListener("popstate", moved);
    document.addEventListener("click", follows);
    return () => {
      removeEventListener("popstate", moved);
      document.removeEventListener("click", follows);
    };
  }, []);
  const below = location.pathname.slice(document.body.dataset.root.length);
  return below.split("/").filter(Boolean).map(decodeURIComponent);
}
