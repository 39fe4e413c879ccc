/** What two browsers tell each other through our API so that they can connect. Used by media.js. */

const MEDIA = `__typename
  ... on PeerMedia {
    sessionId participant initiator iceServers { urls username credential } iceTransportPolicy
  }
  ... on LiveKitMedia { sessionId participant url token }
  ... on VideoUnavailable { supportPhone }
  ... on Error { code message }`;
const JOIN = `mutation JoinMedia($input: JoinMediaInput!) { joinMedia(input: $input) { ${MEDIA} } }`;
const ACCESS = `query MediaAccess($id: ID!) { mediaAccess(sessionId: $id) { ${MEDIA} } }`;
const SEND = `mutation SendMediaSignal($input: SendMediaSignalInput!) {
  sendMediaSignal(input: $input) {
    __typename ... on VideoUnavailable { supportPhone } ... on Error { code message }
  }
}`;
const REPORT = `mutation ReportMedia($input: ReportMediaInput!) {
  reportMedia(input: $input) { __typename ... on Error { code message } }
}`;
const SIGNALS = `subscription MediaSignals($id: ID!, $after: Int!) {
  mediaSignals(sessionId: $id, after: $after) { number round kind payload }
}`;
const PAUSES = [500, 1000, 2000]; // ms before it is said again, when the network was lost

export async function join(api, input) {
  return (await api.query(JOIN, { input })).joinMedia;
}

export class Signalling {
  constructor(api, media, onSignal, onRefused) {
    Object.assign(this, { api, media, onSignal, onRefused, joinedAt: performance.now() });
    this.heard = 0;
    this.sending = Promise.resolve();
  }

  /** Each signal once, in order, however often it comes. */
  listen() {
    const variables = { id: this.media.sessionId, after: 0 };
    this.silence = this.api.subscribe(SIGNALS, variables, ({ mediaSignals: signal }) => {
      if (signal.number <= this.heard || this.closed) return;
      this.heard = signal.number;
      this.onSignal(signal);
    });
  }

  /** One after the other: two at once could overtake each other. */
  send(round, kind, payload = null) {
    const signal = { sessionId: this.media.sessionId, round, kind, payload };
    this.sending = this.sending.then(() => this.closed || this.ask(SEND, { input: signal }));
  }

  bye(round) {
    this.ask(SEND, { input: { sessionId: this.media.sessionId, round, kind: "BYE" } });
  }

  report(connected) {
    this.ask(REPORT, { input: { sessionId: this.media.sessionId, connected } });
  }

  /** How to connect, with credentials that are good for minutes. */
  async refresh(olderThan, pc) {
    if (performance.now() - this.joinedAt < olderThan) return;
    const { mediaAccess } = await this.api.query(ACCESS, { id: this.media.sessionId });
    if (mediaAccess.code) return this.onRefused(mediaAccess);
    Object.assign(this, { media: mediaAccess, joinedAt: performance.now() });
    if (pc && pc.signalingState !== "closed") pc.setConfiguration(this.configuration);
  }

  get configuration() {
    const { iceServers, iceTransportPolicy } = this.media;
    const known = ({ urls, ...secret }) => (secret.username ? { urls, ...secret } : { urls });
    return { iceServers: iceServers.map(known), iceTransportPolicy };
  }

  async ask(document, variables) {
    for (const pause of [...PAUSES, null]) {
      try {
        const [answer] = Object.values(await this.api.query(document, variables));
        if (answer.code && !this.closed) this.onRefused(answer);
        return;
      } catch {
        if (pause === null || this.closed) return; // the timers of the call see to the rest
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  close() {
    this.closed = true;
    this.silence?.();
  }
}
