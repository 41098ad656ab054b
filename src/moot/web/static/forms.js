// Forms become signed acts: read as `moot.web.pages.drafts` reads them, signed here, posted once, answered in place.
import { held, signed } from "./acts.js";
import { keep, myKey } from "./keyring.js";

export function forms() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.act) return;
    const key = await within(event, myKey());
    if (!key && document.querySelector("#who").textContent.includes("signs here")) return form.submit();
    await file(form, key);
  });
}

// A form without a key here goes to the server as it is; whether there is one is known only after a look.
async function within(event, promise) {
  event.preventDefault();
  return promise;
}

const busy = new WeakSet();

async function file(form, key) {
  const answer = form.querySelector(".answer");
  if (busy.has(form)) return;
  if (!key) return say(answer, "trouble", "There is no key in this browser, so nothing was signed and nothing was sent. See ", ["/keys", "Keys"]);
  busy.add(form);
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  try {
    const moot = await (await fetch("/api/v1", { cache: "no-store" })).json();
    const posted = await signed(await draft(form, key), key, moot);
    await keep({ ...key, nonce: posted.act.nonce });
    await post(form, answer, JSON.stringify(posted));
  } catch (error) {
    say(answer, "trouble", `${error.message}. Whether it was recorded is not known; your inbox will tell.`);
  } finally {
    busy.delete(form);
    button.disabled = false;
  }
}

// The same bytes may be sent again: they are recorded once.
async function post(form, answer, body, tries = 3) {
  let reply;
  try {
    reply = await fetch("/api/v1/acts", { method: "POST", headers: { "content-type": "application/json" }, body });
  } catch (error) {
    if (tries <= 1) throw error;
  }
  if (!reply || reply.status === 502 || reply.status === 503) {
    if (tries <= 1) throw new Error("The server did not answer");
    await new Promise((go) => setTimeout(go, 700));
    return post(form, answer, body, tries - 1);
  }
  const told = await reply.json();
  if (reply.ok) {
    form.reset();
    say(answer, "receipt", `Recorded as entry ${told.receipt.index}. `, [`/receipts/${told.receipt.id}`, "Receipt"]);
  } else {
    const next = (told.next ?? []).map((each) => each.do ?? each.title ?? "").filter(Boolean).join(" ");
    say(answer, "trouble", `${told.why}. ${told.instead} ${next} (${told.code}, ${told.clause}) `, told.status === 409 ? [location.href, "See it as it is now"] : null);
  }
}

function say(answer, kind, text, link) {
  answer.className = `answer ${kind}`;
  answer.textContent = text;
  if (link) answer.append(Object.assign(document.createElement("a"), { href: link[0], textContent: link[1] }));
}

async function draft(form, key) {
  const parts = {};
  for (const name of ["body", "payload"]) if (form.elements[name]) parts[name] = JSON.parse(form.elements[name].value);
  if ("own" in form.dataset) parts.body.agent = key.agent;
  const [texts, emptied] = [[], new Set()];
  for (const [name, said] of new FormData(form)) {
    const [place, kind = ""] = name.split(":");
    const path = place.split("/");
    if (!(path[0] in parts) || path.length === 1) continue;
    if (!said.trim()) path.forEach((step, at) => /^\d+$/.test(step) && emptied.add(path.slice(0, at + 1).join("/")));
    else if (kind === "text") { const text = await held(said); texts.push(text); put(parts, path, text.hash); }
    else put(parts, path, read[kind](said.trim()));
  }
  for (const place of [...emptied].sort().reverse()) drop(parts, place.split("/"));
  return { kind: form.dataset.act, body: listed(parts.body ?? {}), payload: listed(parts.payload ?? null), texts };
}

const exact = (places) => (said) => {
  const [, sign, whole, rest] = said.replaceAll(",", "").match(/^([+-]?)(\d+)(?:\.(\d*?)0*)?$/) ?? [];
  if (whole === undefined) throw new Error(`${said} is no number, so nothing was signed`);
  if ((rest ?? "").length > places) throw new Error(`${said} is finer than is counted, so nothing was signed`);
  return Number(`${sign}${whole}${(rest ?? "").padEnd(places, "0")}`);
};
const read = { "": (said) => said, int: exact(0), percent: exact(4), credits: exact(6) };

function put(parts, path, said) {
  let at = parts;
  for (const step of path.slice(0, -1)) at = at[step] = at[step] !== null && typeof at[step] === "object" && !Array.isArray(at[step]) ? at[step] : {};
  at[path.at(-1)] = said;
}

function drop(parts, path) {
  let at = parts;
  for (const step of path.slice(0, -1)) at = at?.[step] ?? {};
  delete at[path.at(-1)];
}

function listed(tree) {
  if (tree === null || typeof tree !== "object" || Array.isArray(tree)) return tree;
  const inside = Object.fromEntries(Object.entries(tree).map(([name, each]) => [name, listed(each)]));
  const names = Object.keys(inside);
  return names.length && names.every((each) => /^\d{1,2}$/.test(each)) ? names.sort((a, b) => a - b).map((each) => inside[each]) : inside;
}
