// What is new, as it comes: one event stream per browser and address, shared by its tabs.
//
// A stream only says that there is something newer; whoever listens asks for it. So nothing depends on a message
// having arrived: everybody asks when a stream begins, and slowly while there is none. In a page:
//   <div data-live="/live/acme/notices" data-live-after="12" hx-get="…" hx-trigger="live">
// gets the event `live` when it should ask. `data-live-always` keeps the stream while the tab is hidden.
const DEAD = 50_000; // without a word this long a stream is gone; the server beats every 20 s
const PAUSES = [1_000, 60_000];
const ASKED = 30_000; // between questions while there is no stream
const HIDDEN = 60_000; // a hidden tab lets go of its stream after that
const TOLD_OFF = 6_000; // without a stream this long the page says so

const spread = (milliseconds) => milliseconds * (0.6 + 0.8 * Math.random());
const feeds = new Map();

class Feed {
  constructor(path, listener) {
    this.path = path;
    this.listeners = new Set([listener]);
    this.state = "waiting"; // live, waiting, closed
    this.pause = PAUSES[0];
    this.missed = false;
    this.since = Date.now();
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`cs-live:${path}`) : null;
    if (this.channel) this.channel.onmessage = ({ data }) => this.hear(data);
    document.addEventListener("visibilitychange", () => this.seen());
    window.addEventListener("online", () => this.again(0));
    setInterval(() => this.tick(), 5_000);
    this.stand();
  }

  // To carry the stream for all tabs of the browser: whoever holds the lock does.
  stand() {
    if (this.standing || this.state === "closed" || (document.hidden && !this.always())) return;
    this.standing = true;
    if (!navigator.locks || !this.channel) return void this.open();
    const abort = (this.abort = new AbortController());
    navigator.locks
      .request(`cs-live:${this.path}`, { signal: abort.signal }, () => {
        this.leads = true;
        this.open();
        return new Promise((resolve) => (this.release = resolve));
      })
      .catch(() => {})
      .finally(() => {
        if (this.abort === abort) this.leads = false;
      });
    this.channel.postMessage({ kind: "who" });
  }

  stepDown() {
    this.standing = this.leads = false;
    this.shut();
    this.release?.();
    this.release = null;
    this.abort?.abort();
  }

  open() {
    this.shut();
    const url = `${this.path}?after=${Math.max(0, ...[...this.listeners].map((one) => one.after?.() ?? 0))}`;
    const source = (this.source = new EventSource(url));
    const on = (name, deed) =>
      source.addEventListener(name, (event) => {
        if (source !== this.source) return;
        this.heard = Date.now();
        deed(JSON.parse(event.data));
      });
    this.heard = Date.now();
    on("ready", ({ newest }) => {
      this.pause = PAUSES[0];
      this.tell({ kind: "ready", newest });
    });
    on("hint", ({ newer_than: newerThan, channel, news }) => this.tell({ kind: "hint", newerThan, channel, news }));
    on("beat", () => {});
    on("deaf", () => this.tell({ kind: "off" }));
    on("end", ({ why }) => {
      if (why === "closed") return this.tell({ kind: "closed" });
      this.again(spread(1_000));
    });
    source.onerror = () => {
      if (source === this.source) this.again();
    };
  }

  shut() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  again(after) {
    if (!this.standing || (this.channel && navigator.locks && !this.leads)) return;
    this.shut();
    this.tell({ kind: "off" });
    if (after === undefined) {
      after = spread(this.pause);
      this.pause = Math.min(this.pause * 2, PAUSES[1]);
    }
    this.timer = setTimeout(() => this.open(), after);
  }

  // What the stream said goes to this tab and to the others.
  tell(said) {
    this.channel?.postMessage(said);
    this.hear(said);
  }

  hear(said) {
    if (said.kind === "who") {
      if (this.leads && this.state === "live") this.channel.postMessage({ kind: "state", state: "live" });
      return;
    }
    if (said.kind === "state" || said.kind === "ready") this.become("live");
    if (said.kind === "off" && this.state !== "closed") this.become("waiting");
    if (said.kind === "closed") {
      this.become("closed");
      this.stepDown();
    }
    if (said.kind === "ready") this.ask((after) => said.newest === undefined || after === undefined || said.newest > after);
    if (said.kind === "hint") this.ask((after) => after === undefined || after <= said.newerThan, said);
  }

  become(state) {
    if (this.state !== state) this.since = Date.now();
    this.state = state;
    for (const one of this.listeners) one.state?.(state);
    show();
  }

  ask(wanted, said) {
    if (document.hidden && !this.always()) {
      this.missed = true;
      return;
    }
    this.asked = Date.now();
    for (const one of this.listeners) if (wanted(one.after?.())) one.ask(said);
  }

  always() {
    return [...this.listeners].some((one) => one.always);
  }

  seen() {
    clearTimeout(this.leaving);
    if (document.hidden) {
      if (!this.always()) this.leaving = setTimeout(() => this.stepDown(), HIDDEN);
      return;
    }
    const absent = !this.standing;
    this.stand();
    if (this.missed || absent) this.ask(() => true);
    this.missed = false;
  }

  tick() {
    if (this.source && Date.now() - this.heard > DEAD) this.again();
    const since = Math.max(this.since, this.asked ?? 0);
    if (this.state === "waiting" && !document.hidden && Date.now() - since > spread(ASKED)) this.ask(() => true);
    show();
  }
}

// Listen from a module of one's own: {ask(said), after() -> the newest id one has, always, state(live, waiting or
// closed)}. Answers how to stop.
export const listen = (path, listener) => {
  if (!feeds.has(path)) feeds.set(path, new Feed(path, listener));
  const feed = feeds.get(path);
  feed.listeners.add(listener);
  listener.state?.(feed.state);
  return () => feed.listeners.delete(listener);
};

const show = () => {
  const off = [...feeds.values()].some(({ state, since }) => state !== "live" && Date.now() - since > TOLD_OFF);
  for (const node of document.querySelectorAll("[data-live-off]")) node.hidden = !off;
};

const known = new WeakSet();
const look = () => {
  for (const node of document.querySelectorAll("[data-live]")) {
    if (known.has(node)) continue;
    known.add(node);
    const stop = listen(node.dataset.live, {
      always: "liveAlways" in node.dataset,
      after: () => (node.dataset.liveAfter === undefined ? undefined : Number(node.dataset.liveAfter)),
      ask: (said) => {
        if (!node.isConnected) return stop();
        node.dispatchEvent(new CustomEvent("live", { detail: said ?? {} }));
      },
    });
  }
};
// Nobody asked for what a stream asked for: it never leads away from a page that somebody is writing on.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { requestConfig, xhr } = event.detail;
  if (requestConfig.triggeringEvent?.type === "live" && xhr.getResponseHeader("HX-Redirect")) event.preventDefault();
});

// Streams wait until the page itself is there: it has the few connections first.
if (window.EventSource) {
  if (document.readyState === "complete") look();
  else window.addEventListener("load", look, { once: true });
  document.addEventListener("htmx:afterSettle", look);
}
