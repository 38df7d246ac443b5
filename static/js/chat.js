// Live chat. What is written is kept in this browser until the server has stored it, and sent again with the same key,
// so a line is neither lost nor doubled. The stream says that there is more, and mostly what: whoever has all lines before
// it adds the one that a hint carries, else asks for those beyond the last one it has; also when a stream begins, and every
// few seconds while there is none. Words go to the address of the stream while there is one, and to the page's own where
// that has no plain answer. Without this module the forms of the page do the same by plain requests.
import { listen } from "./live.js";

const POLL = 5_000; // between questions while there is no stream
const AGAIN = [1_000, 15_000]; // before what is unsent is tried again
const SEEN = 1_500; // marks are told together
const WRITES = 3_000; // between two words that somebody writes

const memory = new Map();
const store = {
  all(place) {
    const found = [];
    try {
      for (let at = 0; at < localStorage.length; at += 1) {
        const name = localStorage.key(at);
        if (name.startsWith(place)) found.push(JSON.parse(localStorage.getItem(name)));
      }
    } catch {
      for (const [name, line] of memory) if (name.startsWith(place)) found.push(line);
    }
    return found.sort((one, other) => one.at - other.at);
  },
  put(place, line) {
    try {
      localStorage.setItem(place + line.key, JSON.stringify(line));
    } catch {
      memory.set(place + line.key, line);
    }
  },
  drop(place, key) {
    memory.delete(place + key);
    try {
      localStorage.removeItem(place + key);
    } catch {
      // nothing was kept there
    }
  },
};

const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

class Chat {
  constructor(root) {
    this.root = root;
    this.url = root.dataset.chat;
    this.place = `cs-chat:${root.dataset.room}:`;
    this.newest = Number(root.dataset.newest);
    this.told = this.newest;
    this.state = root.dataset.state;
    this.words = JSON.parse(root.dataset.words);
    this.lines = root.querySelector("[data-lines]");
    this.form = root.querySelector("[data-composer]");
    this.pause = AGAIN[0];
    if (this.form) this.compose();
    for (const line of store.all(this.place)) this.showPending(line);
    this.toEnd();
    const path = (this.path = root.dataset.livePath);
    if (path && window.EventSource) {
      this.live = false;
      listen(path, {
        always: root.dataset.room.endsWith("/s"),
        after: () => this.newest,
        ask: (said) => this.hear(said),
        state: (state) => (this.live = state === "live"),
      });
    }
    setInterval(() => !this.live && !document.hidden && path && this.ask(), POLL);
    document.addEventListener("visibilitychange", () => !document.hidden && this.seen());
    window.addEventListener("online", () => this.flush());
    this.seen();
    this.flush();
  }

  // A hint of another room is for the queue beside this one.
  hear(said) {
    const own = `chat/${this.root.dataset.room.split("/")[1]}`;
    if (said?.news && said.channel === own && said.newerThan === this.newest && !this.asking) this.apply(said.news);
    else if (!said?.channel || said.channel === own) this.ask();
    if (said?.channel !== own) document.dispatchEvent(new CustomEvent("chat:queue"));
  }

  async ask() {
    if (this.asking) return void (this.askAgain = true);
    this.asking = true;
    do {
      this.askAgain = false;
      const answer = await this.request(`${this.url}?after=${this.newest}`);
      if (!answer) break;
      this.apply(answer);
      if (answer.last > this.newest) this.askAgain = true;
    } while (this.askAgain);
    this.asking = false;
    this.flush();
  }

  // The JSON of an answer; nothing where there is no connection, or no right any more.
  async request(url, body) {
    try {
      const headers = { Accept: "application/json" };
      if (body) headers["X-CSRFToken"] = document.body.dataset.csrf ?? "";
      const answer = await fetch(url, { method: body ? "POST" : "GET", headers, body, credentials: "same-origin" });
      if (answer.redirected || !(answer.headers.get("Content-Type") ?? "").includes("json")) return null;
      return await answer.json();
    } catch {
      return null;
    }
  }

  compose() {
    this.text = this.form.querySelector("textarea");
    this.file = this.form.querySelector("[data-composer-file]");
    this.named = this.form.querySelector("[data-composer-named]");
    this.refused = this.form.querySelector("[data-composer-refused]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.text.addEventListener("input", () => this.writes());
    this.file.addEventListener("change", () => {
      const chosen = this.file.files[0];
      this.named.hidden = !chosen;
      this.named.textContent = chosen?.name ?? "";
    });
  }

  send() {
    const text = this.text.value.trim();
    if (this.file.files.length) return void this.sendFile(text);
    if (!text) return;
    const line = { key: uuid(), text, at: Date.now() };
    store.put(this.place, line);
    this.text.value = "";
    this.say("");
    this.showPending(line);
    this.toEnd();
    this.flush();
  }

  // One after the other, in their order; the first that does not go holds the others back.
  async flush() {
    if (this.flushing || !this.form) return;
    this.flushing = true;
    clearTimeout(this.later);
    for (let line; (line = store.all(this.place)[0]); ) {
      if (await this.toStream(line)) {
        store.drop(this.place, line.key); // it stays on the page as being sent until the stream brings it
        if (!this.live) this.ask();
        continue;
      }
      const answer = await this.request(this.url, this.body(line));
      if (!answer) {
        this.pending(line.key)?.classList.add("is-unsent");
        this.later = setTimeout(() => this.flush(), this.pause);
        this.pause = Math.min(this.pause * 2, AGAIN[1]);
        break;
      }
      this.pause = AGAIN[0];
      store.drop(this.place, line.key);
      this.pending(line.key)?.remove();
      if (answer.refused) {
        this.say(answer.refused);
        if (!this.text.value) this.text.value = line.text;
      } else this.apply(answer);
    }
    this.flushing = false;
  }

  // Whether the line is stored by the address of the stream.
  async toStream(line) {
    if (!this.live) return false;
    const read = this.visible();
    try {
      const answer = await fetch(this.path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ key: line.key, text: line.text, read }),
        credentials: "same-origin",
      });
      if (answer.status !== 200) return false;
    } catch {
      return false;
    }
    this.pause = AGAIN[0];
    this.told = Math.max(this.told, read);
    return true;
  }

  body(line) {
    const body = new FormData();
    for (const [name, value] of Object.entries({ key: line.key, text: line.text, read: this.visible(), after: this.newest }))
      body.set(name, value);
    this.told = Math.max(this.told, this.visible());
    return body;
  }

  // A file cannot be kept here: it stays chosen until it is stored, and goes with the same key then.
  async sendFile(text) {
    if (this.sendingFile) return;
    this.sendingFile = true;
    const line = { key: (this.fileKey ??= uuid()), text };
    const body = this.body(line);
    body.set("file", this.file.files[0]);
    this.form.classList.add("is-sending");
    const answer = await this.request(this.url, body);
    this.form.classList.remove("is-sending");
    this.sendingFile = false;
    if (!answer) return this.say(this.root.dataset.wordsUnsent);
    this.fileKey = undefined;
    if (answer.refused) return this.say(answer.refused);
    this.text.value = this.file.value = "";
    this.named.hidden = true;
    this.say("");
    this.apply(answer);
  }

  say(words) {
    this.refused.textContent = words;
    this.refused.hidden = !words;
  }

  writes() {
    if (!this.root.dataset.typing || Date.now() - (this.wrote ?? 0) < WRITES || !this.text.value.trim()) return;
    this.wrote = Date.now();
    this.request(this.root.dataset.typing, new FormData());
  }

  apply(answer) {
    const wasAtEnd = this.isAtEnd();
    this.add(answer.html);
    this.newest = Math.max(this.newest, answer.newest);
    const shown = this.form?.querySelector("[name=read]");
    if (shown) shown.value = this.newest;
    for (const mark of this.lines.querySelectorAll("[data-mark]")) {
      const number = Number(mark.closest("[data-line]").dataset.line);
      const word = number <= answer.read ? "read" : number <= answer.got ? "delivered" : "sent";
      if (mark.dataset.mark !== word) {
        mark.dataset.mark = word;
        mark.textContent = `· ${this.words[word]}`;
      }
    }
    const typing = this.root.querySelector("[data-typing-words]");
    typing.hidden = !answer.typing;
    typing.querySelector("[data-typing-names]").textContent = answer.typing ?? "";
    clearTimeout(this.typed);
    if (answer.typing) this.typed = setTimeout(() => (typing.hidden = true), 6_000);
    const here = document.querySelector("[data-here]");
    if (here && "here" in answer) here.dataset.here = answer.here === null ? "unknown" : answer.here ? "yes" : "no";
    if (wasAtEnd) this.toEnd();
    this.seen();
    if (!("state" in answer)) return; // one line, which changes nothing round it
    const state = `${answer.state}/${answer.agent}`;
    if (state !== this.state) {
      this.state = state;
      this.anew(answer.closed);
    }
  }

  // What stands round the lines says who answers: it is fetched with the page, the lines and the words stay.
  async anew(closed) {
    if (closed) return void location.reload();
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      for (const part of document.querySelectorAll("[data-chat-part]")) {
        const other = page.querySelector(`[data-chat-part="${part.dataset.chatPart}"]`);
        if (other) part.replaceWith(other);
        else part.replaceChildren();
      }
    } catch {
      this.state = "";
    }
  }

  add(html) {
    if (!html) return;
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const place = this.lines.querySelector(".is-pending");
    for (const line of [...holder.content.children]) {
      if (line.dataset.day) {
        if (this.lines.querySelector(`[data-day="${line.dataset.day}"]`)) continue;
      } else if (this.lines.querySelector(`[data-line="${line.dataset.line}"]`)) continue;
      if (line.dataset.key) {
        this.pending(line.dataset.key)?.remove();
        store.drop(this.place, line.dataset.key);
      }
      const all = this.lines.querySelectorAll(":scope > li:not(.is-pending)");
      const before = all[all.length - 1];
      if (line.dataset.group && before?.dataset.group === line.dataset.group) before.classList.add("is-joined");
      this.lines.insertBefore(line, place?.isConnected ? place : this.lines.querySelector(".is-pending"));
    }
  }

  showPending(line) {
    if (this.pending(line.key)) return;
    const item = document.createElement("li");
    item.className = "cs-chat-line is-own is-pending";
    item.dataset.pending = line.key;
    const bubble = document.createElement("div");
    bubble.className = "cs-bubble";
    bubble.textContent = line.text;
    const meta = document.createElement("div");
    meta.className = "cs-chat-meta";
    meta.textContent = this.root.dataset.wordsSending;
    item.append(bubble, meta);
    this.lines.append(item);
  }

  pending(key) {
    return this.lines.querySelector(`[data-pending="${CSS.escape(key)}"]`);
  }

  visible() {
    return document.hidden ? this.told : this.newest;
  }

  // Marks are told a moment later, unless a line of one's own carries them before.
  seen() {
    clearTimeout(this.marking);
    if (!this.root.dataset.marks) return;
    this.marking = setTimeout(() => {
      if (this.visible() <= this.told && this.newest <= (this.got ?? this.told)) return;
      const body = new FormData();
      body.set("got", this.newest);
      body.set("read", this.visible());
      this.told = Math.max(this.told, this.visible());
      this.got = this.newest;
      this.request(this.root.dataset.marks, body);
    }, SEEN);
  }

  isAtEnd() {
    return this.lines.scrollHeight - this.lines.scrollTop - this.lines.clientHeight < 80;
  }

  toEnd() {
    this.lines.scrollTop = this.lines.scrollHeight;
  }
}

const known = new WeakSet();
const look = () => {
  for (const root of document.querySelectorAll("[data-chat]")) {
    if (known.has(root)) continue;
    known.add(root);
    new Chat(root);
  }
  const queue = document.querySelector("[data-chat-queue]");
  if (queue && !document.querySelector("[data-chat][data-live-path]:not([data-live-path=''])") && !known.has(document.body)) {
    known.add(document.body);
    const tell = () => document.dispatchEvent(new CustomEvent("chat:queue"));
    listen(queue.dataset.chatQueue, { always: true, ask: tell });
  }
};
// Several hints at once are one look at the queue.
let looking = 0;
document.addEventListener("chat:queue", () => {
  clearTimeout(looking);
  looking = setTimeout(() => document.querySelector("[data-chat-queue]")?.dispatchEvent(new CustomEvent("live")), 300);
});
if (document.readyState === "complete") look();
else window.addEventListener("load", look, { once: true });
