/** What screens are made of besides what one sees: asking, following, doing, and counting down. */
import { useEffect, useRef, useState } from "../vendor/vendor.js";
import { heardServerTime } from "./format.js";
import { act, ask, follow } from "./gql.js";
import { lang } from "./i18n.js";

/** Ask when the screen opens, and again whenever `again()` is called. What is shown stays meanwhile. */
export function useAsk(name, variables = {}, how = ask) {
  const [count, setCount] = useState(0);
  const [answer, setAnswer] = useState({});
  useEffect(() => {
    let gone = false;
    how(name, variables).then(
      (data) => gone || setAnswer({ data }),
      (fault) => gone || setAnswer((before) => ({ ...before, fault })),
    );
    return () => (gone = true);
  }, [name, JSON.stringify(variables), lang(), count]);
  return { ...answer, again: () => setCount((it) => it + 1) };
}

/** Of two values the newer: by version, and of the same version by time. */
const isOlder = (value, than) =>
  than?.version !== undefined &&
  (value.version < than.version || (value.version === than.version && value.serverTime < than.serverTime));

/** Follow while the screen is open. `null` as name: follow nothing. */
export function useLive(name, variables = {}) {
  const [value, setValue] = useState();
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    if (!name) return;
    setValue(undefined);
    setEnded(false);
    const take = (it) => {
      if (it.serverTime) heardServerTime(it.serverTime);
      setValue((before) => (isOlder(it, before) ? before : it));
    };
    return follow(name, variables, take, () => setEnded(true));
  }, [name, JSON.stringify(variables)]);
  return { value, ended };
}

/** Do things one at a time; `refusal` is why the last one was not done, fit to show. */
export function useAct() {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState();
  const running = useRef(false);
  async function run(name, input) {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    setRefusal();
    const result = await act(name, input).catch((fault) => fault);
    running.current = false;
    setBusy(false);
    if (!result.code) return result;
    setRefusal(result);
    return null;
  }
  return { run, busy, refusal, setRefusal };
}

/** Draw anew every second, for countdowns. */
export function useSeconds(wanted = true) {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!wanted) return;
    const timer = setInterval(() => tick((it) => it + 1), 1000);
    return () => clearInterval(timer);
  }, [wanted]);
}
