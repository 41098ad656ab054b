// The key of a person: made here, kept here, not to be taken out; another browser makes its own.

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
const say = (agents) => { document.cookie = `as=${[...new Set(agents)].join(":")}; path=/; samesite=lax; max-age=31536000`; };
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

export async function makeKey(agent, owner) {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const named = Array.from(raw, (each) => each.toString(16).padStart(2, "0")).join("");
  return { moot: document.body.dataset.moot, agent, owner, public: named, private: pair.privateKey, nonce: 0 };
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
  if (state) onKeysPage(key, state);
}

function onKeysPage(key, state) {
  const make = document.querySelector("#make-key");
  document.querySelector("#devices").hidden = !key;
  state.replaceChildren();
  const line = state.appendChild(document.createElement("p"));
  line.textContent = key ? `You are ${key.agent}. Your public key: ` : "There is no key in this browser yet.";
  if (key) {
    line.appendChild(Object.assign(document.createElement("code"), { textContent: key.public }));
    const button = state.appendChild(Object.assign(document.createElement("button"), { className: "button plain small", textContent: "Forget it here" }));
    button.addEventListener("click", async () => { await forget(key); location.reload(); });
  } else if (make) {
    make.hidden = false;
    make.addEventListener("submit", async (event) => {
      event.preventDefault();
      const made = await makeKey(make.dataset.agent, make.dataset.owner);
      const answer = await fetch(make.action, { method: "POST", body: new URLSearchParams({ key: made.public }) });
      if (!answer.ok) {
        const told = await answer.json().catch(() => ({ why: `the server answered ${answer.status}` }));
        line.textContent = `The record did not learn the key: ${told.why}. Nothing was kept here.`;
        return;
      }
      await keep(made);
      say([made.agent, ...spoken()]);
      location.reload();
    });
  }
}
