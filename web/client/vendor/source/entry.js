// Everything that the clients use of others. htm's own "standalone" build has another Preact in it.
import { h } from "preact";
import htm from "htm";

export { Fragment, createContext, h, render } from "preact";
export { useCallback, useContext, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
export { createClient } from "graphql-ws";
export const html = htm.bind(h);
