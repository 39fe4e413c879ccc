import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/plugin-explorer/style.css';
import 'graphiql/graphiql.css';
import { useEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { getOperationAST } from 'graphql';
import { createClient } from 'graphql-ws';

const endpoint = new URL('/graphql', location.href);
const tabsUrl = new URL('/graphiql/tabs.json', location.href);

const statusLine = document.getElementById('graphiql-status');
const showStatus = (text) => {
  if (statusLine) statusLine.textContent = text;
};

// Workers are loaded as files next to this one: worker-src 'self' is enough, no blob: needed.
window.MonacoEnvironment = {
  getWorker(_id, label) {
    const file = { json: 'json.worker.js', graphql: 'graphql.worker.js' }[label] ?? 'editor.worker.js';
    return new Worker(new URL(file, import.meta.url), { name: label, type: 'module' });
  },
};

// ------------------------------------------------------------------------------------------- ready tabs

const isText = (value) => typeof value === 'string';

async function fetchTabs() {
  try {
    const response = await fetch(tabsUrl, {
      credentials: 'same-origin',
      cache: 'no-cache',
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return (await response.json())
      .filter((tab) => isText(tab?.query))
      .map(({ title, query, variables, headers }) => ({
        title: isText(title) ? title : null,
        query,
        variables: isText(variables) ? variables : null,
        headers: isText(headers) ? headers : null,
      }));
  } catch (error) {
    console.warn('tabs.json:', error);
    showStatus('De færdige faner kunne ikke hentes.');
    return [];
  }
}

// ------------------------------------------------------------------------------------------- storage

// What GraphiQL may keep in localStorage. Tabs are kept, headers never: they hold access tokens. That goes for
// the history too, which would keep them whatever shouldPersistHeaders says. A ready tab that comes back from
// storage gets the headers of tabs.json again.
function createStorage(readyTabs) {
  const prefix = 'graphiql:';
  // Single values GraphiQL keeps besides the tabs; they are the active tab's, so the tabs are enough.
  const perEditor = [`${prefix}query`, `${prefix}variables`, `${prefix}headers`];
  const tabState = `${prefix}tabState`;
  const withoutHeaders = [`${prefix}queries`, `${prefix}favorites`];

  const memory = new Map();
  let backing = {
    getItem: (key) => memory.get(key) ?? null,
    setItem: (key, value) => void memory.set(key, value),
    removeItem: (key) => void memory.delete(key),
    keys: () => [...memory.keys()],
  };
  try {
    const local = window.localStorage; // throws where the browser forbids storage
    backing = {
      getItem: (key) => local.getItem(key),
      setItem: (key, value) => local.setItem(key, value),
      removeItem: (key) => local.removeItem(key),
      keys: () => Object.keys(local),
    };
  } catch (error) {
    console.warn('localStorage:', error);
  }

  let closed = false;
  const ownKeys = () => backing.keys().filter((key) => key.startsWith(prefix));

  function getItem(key) {
    if (perEditor.includes(key)) return null;
    const value = backing.getItem(key);
    if (key !== tabState || !value) return value;
    try {
      const state = JSON.parse(value);
      // Nothing in them, such as after a visit when tabs.json could not be fetched: start afresh.
      if (readyTabs.length && state.tabs.every(({ query }) => !query?.trim())) return null;
      for (const tab of state.tabs) {
        if (tab.label) tab.headers ??= readyTabs.find(({ title }) => title === tab.label)?.headers ?? null;
      }
      return JSON.stringify(state);
    } catch {
      return null;
    }
  }

  function setItem(key, value) {
    if (closed || perEditor.includes(key)) return;
    if (withoutHeaders.includes(key)) {
      value = JSON.stringify(JSON.parse(value), (name, inner) => (name === 'headers' ? undefined : inner));
    }
    backing.setItem(key, value);
  }

  return {
    getItem,
    setItem,
    removeItem: (key) => backing.removeItem(key),
    clear: () => ownKeys().forEach((key) => backing.removeItem(key)),
    get length() {
      return ownKeys().length;
    },
    // Forgets the tabs for good: GraphiQL's delayed writes must not bring them back before the page is left.
    forgetTabs() {
      closed = true;
      for (const key of [tabState, ...perEditor]) backing.removeItem(key);
    },
  };
}

// ------------------------------------------------------------------------------------------- fetcher

// An error as GraphiQL shows it: without the stack, which says nothing to the reader.
const plainError = (message) => Object.assign(new Error(message), { stack: undefined });

async function post(url, init) {
  const headers = new Headers(init.headers);
  headers.set('X-Aleris-Client', 'graphiql'); // a cross-site form cannot set this
  const response = await fetch(url, { ...init, headers, credentials: 'same-origin' });
  const type = response.headers.get('content-type') ?? '';
  if (!/json|multipart\/mixed/i.test(type)) {
    const text = (await response.text()).trim().slice(0, 500);
    throw plainError(`HTTP ${response.status} ${response.statusText}${text && `: ${text}`}`);
  }
  return response;
}

const viaHttp = createGraphiQLFetcher({ url: endpoint.href, fetch: post });

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function toError(reason) {
  if (reason instanceof Error || Array.isArray(reason)) return reason; // an array: the server's GraphQL errors
  if (isText(reason?.reason) || reason?.code)
    return plainError(`WebSocket closed: ${reason.code} ${reason.reason}`.trim());
  return plainError('WebSocket: no connection');
}

// Each subscription has its own connection, and so its own headers. It ends with the subscription.
function subscribe(params, headers = {}) {
  const url = new URL(endpoint);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let silence; // no answer to our ping: the connection is dead though nobody said so
  let stopped = false;
  const client = createClient({
    url: url.href,
    connectionParams: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    keepAlive: 10_000,
    retryAttempts: 20,
    retryWait: (attempt) => wait(Math.min(1000 * 2 ** attempt, 10_000) + Math.random() * 500),
    shouldRetry: (reason) => reason?.code !== 4403, // Forbidden: another try gives the same answer
    on: {
      ping(received) {
        if (received) return;
        clearTimeout(silence);
        silence = setTimeout(() => client.terminate(), 5_000);
      },
      pong(received) {
        if (received) clearTimeout(silence);
      },
      connected() {
        showStatus('');
      },
      closed() {
        clearTimeout(silence);
        if (!stopped) showStatus('Live-forbindelsen er afbrudt. Prøver igen …');
      },
    },
  });
  const results = client.iterate(params);
  const end = () => {
    if (stopped) return;
    stopped = true;
    clearTimeout(silence);
    showStatus('');
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const result = await results.next();
        if (result.done) end();
        return result;
      } catch (reason) {
        end();
        throw toError(reason);
      }
    },
    return() {
      end();
      return results.return();
    },
  };
}

function fetcher(params, options = {}) {
  const operation = options.documentAST && getOperationAST(options.documentAST, params.operationName);
  return operation?.operation === 'subscription' ? subscribe(params, options.headers) : viaHttp(params, options);
}

// ------------------------------------------------------------------------------------------- page

// GraphiQL fills the editors from the active tab only when the tab is changed, not when it starts.
function ShowActiveTab() {
  const { changeTab } = useGraphiQLActions();
  const { activeTabIndex, editorsReady } = useGraphiQL((state) => ({
    activeTabIndex: state.activeTabIndex,
    editorsReady: Boolean(state.queryEditor && state.variableEditor && state.headerEditor && state.responseEditor),
  }));
  const done = useRef(false);
  useEffect(() => {
    if (!editorsReady || done.current) return;
    done.current = true;
    changeTab(activeTabIndex);
  }, [activeTabIndex, changeTab, editorsReady]);
  return null;
}

const readyTabs = await fetchTabs();
const storage = createStorage(readyTabs);
const plugins = [HISTORY_PLUGIN, explorerPlugin()];

document.getElementById('graphiql-restore-tabs')?.addEventListener('click', () => {
  storage.forgetTabs();
  location.reload();
});

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={fetcher}
    storage={storage}
    shouldPersistHeaders={false}
    defaultTabs={readyTabs.length ? readyTabs : undefined}
    defaultQuery=""
    defaultEditorToolsVisibility
    inputValueDeprecation
    schemaDescription
    plugins={plugins}
  >
    <ShowActiveTab />
  </GraphiQL>,
);
