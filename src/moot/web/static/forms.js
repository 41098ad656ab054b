// Forms become signed acts: read as `moot.web.pages.drafts` reads them, signed here, posted once, answered in place.
import { held, signed } from "./acts.js";
import { comeBack } from "./again.js";
import { readDraft } from "./draft.js";
import { keep, myKey } from "./keyring.js";

const busy = new WeakSet();
const unsure = new WeakMap(); // form → what it said, and the bytes that were sent, of which nobody knows what became
const VOTE = "vote"; // in this tab: the vote that was recorded last, as its form said it, and its receipt

export function forms() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.act || event.submitter?.formMethod === "get") return; // a look is no act
    event.preventDefault(); // whether there is a key here is known only after a look
    if (busy.has(form)) return;
    busy.add(form);
    const button = form.querySelector("button:not([type=button])");
    button.setAttribute("aria-disabled", "true");
    try {
      const key = await myKey();
      if (!key && document.body.dataset.speaker) form.submit(); // signed by the server, which holds the key
      else await file(form, key);
    } finally {
      busy.delete(form);
      button.removeAttribute("aria-disabled");
    }
  });
}

async function file(form, key) {
  const answer = form.querySelector(".answer");
  if (!key) return say(answer, "trouble", "There is no key in this browser, so nothing was signed and nothing was sent. See ", ["/keys", "Keys"]);
  try {
    const said = JSON.stringify([key.agent, ...new FormData(form)]);
    const stands = standing(said);
    if (stands) return receipt(form, answer, "This very vote stands already, as entry", stands);
    if (unsure.get(form)?.said !== said) unsure.set(form, { said, body: await sign(form, key) });
    await post(form, answer, unsure.get(form));
  } catch (error) {
    const sent = unsure.has(form) ? "Whether it was recorded is not known" : "Nothing was sent";
    const next = `${sent}; what you filled in is kept. Send it again${unsure.has(form) ? ": the same act counts once" : ""}.`;
    say(answer, "trouble", error.message.endsWith("nothing was signed") ? `${error.message}.` : `${error.message}. ${next}`);
  }
}

async function sign(form, key) {
  const answer = await asked("/api/v1", { cache: "no-store" });
  if (!answer?.ok) throw new Error("The server did not answer");
  const [moot, texts] = [await answer.json(), []];
  const draft = await readDraft(new FormData(form), async (text) => texts[texts.push(await held(text)) - 1].hash);
  if ("own" in form.dataset) draft.body.agent = key.agent;
  const posted = await signed({ ...draft, texts }, key, moot);
  await keep({ ...key, nonce: posted.act.nonce });
  return JSON.stringify(posted);
}

// What the server itself says; nothing if nobody answers, or something between answers for it.
async function asked(place, options) {
  const reply = await fetch(place, options).catch(() => null);
  return /[/+]json/.test(reply?.headers.get("content-type") ?? "") ? reply : null;
}

// The same bytes may be sent again: they are recorded once.
async function post(form, answer, { said, body }, tries = 3) {
  const reply = await asked("/api/v1/acts", { method: "POST", headers: { "content-type": "application/json" }, body });
  if (!reply || reply.status === 502 || reply.status === 503) {
    if (tries <= 1) throw new Error("The server did not answer");
    await new Promise((go) => setTimeout(go, 700));
    return post(form, answer, { said, body }, tries - 1);
  }
  const told = await reply.json();
  if (reply.ok || told.instead?.startsWith("Nothing")) unsure.delete(form);
  if (reply.ok) {
    if (form.dataset.act === "CastVote") remember({ said, ...told.receipt });
    receipt(form, answer, "Recorded as entry", told.receipt);
  } else {
    const next = (told.next ?? []).map((each) => each.say).filter(Boolean).join(" ");
    const why = `${told.why[0].toUpperCase()}${told.why.slice(1)}. ${told.instead} ${next} (${told.code}, ${told.clause})`;
    if (told.status !== 409 || !(await comeBack(form, why))) say(answer, "trouble", why);
  }
}

// A browser may keep nothing: then the same vote is signed anew, and takes the first one's place.
function remember(vote) {
  try { sessionStorage.setItem(VOTE, JSON.stringify(vote)); } catch { /* as if it were another tab's */ }
}

// The last vote of this tab, if it said the same and the page says that it is the one that counts.
function standing(said) {
  let last = null;
  try { last = JSON.parse(sessionStorage.getItem(VOTE)); } catch { /* as if there were none */ }
  const counts = document.querySelector("#act [data-key=voted]")?.dataset.entry;
  return last?.said === said && String(last.index) === counts ? last : null;
}

function receipt(form, answer, what, { index, id }) {
  form.reset();
  say(answer, "receipt", `${what} ${index}. `, [`/receipts/${id}`, "Receipt"]);
}

function say(answer, kind, text, link) {
  answer.className = `answer ${kind}`;
  answer.textContent = text;
  if (link) answer.append(Object.assign(document.createElement("a"), { href: link[0], textContent: link[1] }));
}
