// The key of a person: made here, kept here, not to be taken out; whoever wants a copy says so when it is made.
import { hex } from "./acts.js";
import { copyOf, handOut, opened as openedCopy } from "./copies.js";

const opened = () => new Promise((done, fail) => {
  const ask = indexedDB.open("moot", 1);
  ask.onupgradeneeded = () => ask.result.createObjectStore("keys", { keyPath: "moot" });
  ask.onsuccess = () => done(ask.result);
  ask.onerror = () => fail(ask.error);
});

async function store(mode, what) {
  const base = await opened();
  return new Promise((done, fail) => {
    const ask = what(base.transaction("keys", mode).objectStore("keys"));
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => fail(ask.error);
  });
}

const kept = (agent) => `${document.body.dataset.moot} ${agent}`;
const spoken = () => (document.cookie.match(/(?:^|; )as=([^;]*)/)?.[1] ?? "").split(":").filter(Boolean);
const flags = `path=/; samesite=lax; max-age=31536000${location.protocol === "https:" ? "; secure" : ""}`; // as cookies.py sets it
const say = (agents) => { document.cookie = `as=${[...new Set(agents)].join(":")}; ${flags}`; };
const get = (name) => store("readonly", (keys) => keys.get(name)).catch(() => undefined);

// The key of the agent for which this browser says that it speaks; if it says none, the last that was made.
export async function myKey() {
  const [named] = spoken();
  const last = await get(document.body.dataset.moot);
  if (!named) return last;
  return (await get(kept(named))) ?? (last?.agent === named ? last : undefined);
}

export async function keep(key) {
  await store("readwrite", (keys) => keys.put({ ...key, moot: kept(key.agent) }));
  return store("readwrite", (keys) => keys.put({ ...key, moot: document.body.dataset.moot }));
}

async function forget(key) {
  for (const name of [kept(key.agent), document.body.dataset.moot]) await store("readwrite", (keys) => keys.delete(name));
  say(spoken().filter((each) => each !== key.agent));
}

// With a passphrase, a copy that is sealed with it comes along.
async function makeKey(agent, owner, passphrase) {
  const pair = await crypto.subtle.generateKey("Ed25519", Boolean(passphrase), ["sign", "verify"]);
  const named = hex(await crypto.subtle.exportKey("raw", pair.publicKey));
  const key = { moot: document.body.dataset.moot, agent, owner, public: named, private: pair.privateKey, nonce: 0 };
  if (!passphrase) return key;
  const secret = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
  const kept = await crypto.subtle.importKey("pkcs8", secret, "Ed25519", false, ["sign"]);
  return { ...key, private: kept, copy: await copyOf(key, secret, passphrase) };
}

export async function showKey() {
  const key = await myKey();
  if (key && !spoken().includes(key.agent)) {
    say([key.agent, ...spoken()]);
    if (spoken().includes(key.agent)) return location.reload(); // now the page can show what this agent may do
  }
  const [who, mine, state] = ["#who", "#mine", "#key-state"].map((each) => document.querySelector(each));
  if (key) {
    who.textContent = `${key.agent} · signs here`;
    if (mine) mine.href = `/inbox?as=${encodeURIComponent(key.agent)}`;
    for (const link of document.querySelectorAll(".nav a[href='/inbox'], .tabs a[href='/inbox']")) link.href = `/inbox?as=${encodeURIComponent(key.agent)}`;
  }
  if (state) await tell(key, state);
}

const find = (what) => document.querySelector(what);
const said = (kind, text) => Object.assign(document.createElement("p"), { className: kind, textContent: text });

// What the page of keys says of the key that signs here.
async function tell(key, state) {
  const make = find("#make-key");
  if (make) make.hidden = make.dataset.agent === key?.agent;
  find("#bring").hidden = false;
  find("#devices").hidden = !key;
  state.replaceChildren(said("", key ? `You are ${key.agent}. Your public key: ` : "There is no key in this browser yet."));
  if (!key) return;
  state.firstChild.append(Object.assign(document.createElement("code"), { textContent: key.public }));
  if (!(await known(key))) state.append(said("trouble", `The record does not know this key yet. Add it as ${key.agent} in a browser that signs already: nothing that is signed here is recorded before.`));
  const button = state.appendChild(Object.assign(document.createElement("button"), { className: "button plain small", textContent: "Forget it here" }));
  button.addEventListener("click", async () => { await forget(key); location.reload(); });
}

// The forms of the page of keys, each of which makes one.
export function keyForms() {
  const [make, state] = [find("#make-key"), find("#key-state")];
  if (!state) return;
  answers(make, state, async (form) => {
    const made = await makeKey(make.dataset.agent, make.dataset.owner, form.get("passphrase"));
    const answer = await fetch(make.action, { method: "POST", body: new URLSearchParams({ key: made.public }) });
    if (answer.ok) return made;
    const told = await answer.json().catch(() => ({ why: `the server answered ${answer.status}` }));
    throw new Error(`The record did not learn the key: ${told.why}`);
  });
  answers(find("#open-copy"), state, async (form) => openedCopy(await form.get("copy").text(), form.get("passphrase"), document.body.dataset.moot));
  answers(find("#make-other"), state, async (form) => {
    const agent = form.get("agent");
    const owner = await ownerOf(agent);
    if (!owner) throw new Error(`Nobody here is called ${agent}`);
    return makeKey(agent, owner);
  });
}

// A form that makes a key: what is made is kept and shown; what fails is told, and nothing is kept.
function answers(form, state, make) {
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const { copy, ...key } = await make(new FormData(form));
      await keep(key);
      say([key.agent, ...spoken()]);
      if (copy) handOut(`${key.agent}.key.json`, copy);
      await showKey();
      button.disabled = false;
    } catch (error) {
      state.replaceChildren(said("trouble", `${error.message}. Nothing was kept here.`));
      button.disabled = false;
    }
  });
}

const standing = async () => (await (await fetch("/api/v1/views/standing")).json());
const ownerOf = async (agent) => Object.entries((await standing()).owners).find(([, row]) => agent in row.agents)?.[0];
const known = async (key) => ((await standing()).owners[key.owner]?.agents[key.agent]?.keys ?? []).some((each) => each.key === key.public);
