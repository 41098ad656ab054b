// Follows the record: one connection for all tabs of this browser, resumed exactly, tried again as long as it takes.
import { refresh } from "./swap.js";

const SILENT = 25_000; // milliseconds without a sign of life, after which a connection is given up
const pill = document.querySelector("#live");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("moot-feed") : null;
let last = Number(document.body.dataset.size) - 1;
let due = null;
let stale = false; // whether the page shows less than was heard of
let [leads, state] = [false, "waiting"]; // whether this tab listens for all, and how the connection is

export function follow() {
  if (channel) {
    channel.onmessage = (event) => hear(event.data);
    channel.postMessage({ ask: true }); // whoever listens says how it stands
  }
  if (navigator.locks) navigator.locks.request("moot-feed", listen);
  else if (document.visibilityState === "visible") listen();
}

function hear(news) {
  if (news.ask && leads) channel.postMessage({ state, index: last });
  if (news.state) say(state = news.state);
  if (stale && news.state === "live") due ??= setTimeout(renew, 0);
  if (news.index === undefined || (news.index <= last && !news.anew)) return;
  last = news.index;
  say(state);
  document.dispatchEvent(new CustomEvent("moot:entry", { detail: news }));
  due ??= setTimeout(renew, 400);
}

// A page that could not be renewed, because nobody answered, is when somebody does.
async function renew() {
  due = null;
  stale = !(await refresh().catch(() => false));
  say(state);
}

function tell(news) {
  channel?.postMessage(news);
  hear(news);
}

async function listen() {
  leads = true;
  for (let tries = 0; ; ) {
    try {
      await read(() => { tries = 0; });
    } catch { /* said below, and tried again */ }
    tell({ state: "waiting" });
    tries += 1;
    await new Promise((go) => setTimeout(go, Math.min(250 * 2 ** tries, 3000) * (0.5 + Math.random() / 2)));
  }
}

async function read(alive) {
  const stop = new AbortController();
  let watchdog = setTimeout(() => stop.abort(), SILENT);
  const answer = await fetch(`/api/v1/events?after=${last}`, { headers: { accept: "text/event-stream" }, signal: stop.signal, cache: "no-store" });
  if (!answer.ok || !answer.headers.get("content-type")?.startsWith("text/event-stream")) throw new Error(`${answer.status}`);
  tell({ state: "live" });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    clearTimeout(watchdog);
    watchdog = setTimeout(() => stop.abort(), SILENT);
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) take(Object.fromEntries(event.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trimStart()])));
  }
}

function take(event) {
  if (event.event === "entry") tell({ index: Number(event.id), type: JSON.parse(event.data).type });
  if (event.event === "reset") tell({ index: JSON.parse(event.data).size - 1, anew: true }); // there is less than was seen here
}

function say(state) {
  const text = state === "live" ? `live · ${last + 1} entries` : "reconnecting – what you see may be old";
  if (pill.dataset.state !== state || state === "live") {
    pill.dataset.state = state;
    if (pill.textContent !== text) pill.textContent = text;
  }
}
