// Checks the whole record in the browser: every signature, every leaf, and the root that the clerk has signed.
// It takes nobody's word: the bytes are put together again from what was read, as `moot.wire.entry` and RFC 6962 have it.
import { bytes, canonical, hex } from "./acts.js";

const PAGE = 256;
const utf8 = (text) => new TextEncoder().encode(text);
const hashed = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(parts)));
const base64 = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));

function joined(parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { out.set(part, at); at += part.length; }
  return out;
}

// The right edge of the tree: the roots of its perfect parts, the widest first (RFC 6962 2.1).
class Edge {
  peaks = [];
  size = 0;

  async add(leaf) {
    let node = leaf;
    for (let at = this.size; at % 2 === 1; at = Math.floor(at / 2)) node = await hashed([1], this.peaks.pop(), node);
    this.peaks.push(node);
    this.size += 1;
  }

  async root() {
    if (!this.peaks.length) return hashed();
    let node = this.peaks.at(-1);
    for (const peak of this.peaks.slice(0, -1).reverse()) node = await hashed([1], peak, node);
    return node;
  }
}

const keys = new Map();

async function signedBy(key, signature, message) {
  if (!keys.has(key)) keys.set(key, crypto.subtle.importKey("raw", bytes(key), "Ed25519", false, ["verify"]));
  return crypto.subtle.verify("Ed25519", await keys.get(key), signature, message);
}

// What stands in the tree for an entry (`leaf` in moot.wire.entry): the act itself, and the hash of what followed.
async function leafOf(row, act) {
  const events = hex(await hashed(utf8(canonical(row.events))));
  return hashed([0], utf8(`{"act":${act},"events":"${events}","index":${row.index},"received":${row.received},"signature":"${row.signature}"}`));
}

async function checked(row, index, moot) {
  const act = canonical(row.act);
  if (row.index !== index) throw new Error(`entry ${index} is not there: ${row.index} stands in its place`);
  if (hex(await hashed(utf8(act))) !== row.id) throw new Error(`entry ${index} has an id that is not its act's`);
  if (index > 0 && row.act.moot !== moot) throw new Error(`entry ${index} is of another moot`);
  if (!(await signedBy(row.act.key, bytes(row.signature), utf8(act)))) throw new Error(`entry ${index}: the signature of ${row.act.by} does not hold`);
  return leafOf(row, act);
}

// A note is a text, an empty line and signatures: origin, size and root of the record (C2SP tlog-checkpoint).
export async function opened(note, key) {
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  const [origin, size, root] = text.split("\n");
  for (const line of note.slice(end + 2).trim().split("\n")) {
    const [dash, name, said] = line.split(" ");
    if (dash !== "\u2014" || name !== origin || !said) continue;
    if (await signedBy(key, base64(said).slice(4), utf8(text))) return { origin, size: Number(size), root: hex(base64(root)) };
  }
  throw new Error("the checkpoint is not signed by the clerk");
}

const got = async (path) => {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(`the server did not answer (${answer.status}), so nothing is known`);
  return answer;
};

// Goes through the record and returns what was found; throws, naming the first entry that does not hold.
export async function verifyAll(tell) {
  const moot = await (await got("/api/v1")).json();
  const head = await opened(await (await got("/api/v1/checkpoint")).text(), moot.clerk);
  const [edge, all] = [new Edge(), []];
  while (edge.size < head.size) {
    const { rows } = await (await got(`/api/v1/entries?start=${edge.size}&limit=${PAGE}`)).json();
    const page = rows.slice(0, head.size - edge.size);
    if (!page.length) throw new Error(`entry ${edge.size} is missing: the checkpoint counts ${head.size}`);
    const first = edge.size;
    const leaves = await Promise.allSettled(page.map((row, place) => checked(row, first + place, moot.moot)));
    if (first === 0) founded(page[0], moot);
    for (const { status, value, reason } of leaves) {
      if (status === "rejected") throw reason;
      await edge.add(value);
      all.push(value);
    }
    tell(edge.size, head.size);
  }
  const root = hex(await edge.root());
  if (root !== head.root) throw new Error(`entry ${await changed(all)} is not the one that the clerk has signed, although every signature holds`);
  return { ...head, root };
}

// The first leaf that differs from what the root was signed over: proofs of the server tell the roots of true left halves.
async function changed(all) {
  let [low, high] = [0, all.length];
  for (let depth = 1; high - low > 1; depth += 1) {
    const middle = low + 2 ** Math.floor(Math.log2(high - low - 1));
    const { hashes } = await (await got(`/api/v1/proofs/inclusion?index=${middle}&size=${all.length}`)).json();
    const edge = new Edge();
    for (const leaf of all.slice(low, middle)) await edge.add(leaf);
    if (hex(await edge.root()) === hex(base64(hashes.at(-depth)))) low = middle;
    else high = middle;
  }
  return low;
}

function founded(row, moot) {
  if (row.id !== moot.moot) throw new Error("entry 0 is not the founding of this moot");
  if (row.act.body.clerk.key !== moot.clerk) throw new Error("entry 0 names another clerk's key");
}

export const start = () => document.querySelectorAll("[data-check]").forEach(offer);

function offer(place) {
  const made = (tag, more) => Object.assign(document.createElement(tag), more);
  const button = made("button", { className: "button", type: "button", textContent: "Check every entry" });
  const progress = made("progress", { hidden: true, max: 1, value: 0 });
  progress.setAttribute("aria-label", "Entries checked");
  const answer = made("p", { className: "answer", role: "status" });
  place.replaceChildren(button, progress, answer);
  button.addEventListener("click", async () => {
    button.disabled = true;
    progress.hidden = false;
    Object.assign(answer, { className: "answer", textContent: "Checking…" });
    try {
      if (!globalThis.crypto?.subtle) throw new Error("this browser checks signatures only over https or on this machine");
      const found = await verifyAll((done, all) => { Object.assign(progress, { max: all, value: done }); });
      answer.className = "answer receipt";
      answer.textContent = `Verified: ${found.size} entries, each signed, and the root ${found.root.slice(0, 16).replace(/(.{4})(?=.)/g, "$1 ")} is the one that the clerk has signed.`;
    } catch (error) {
      answer.className = "answer trouble";
      answer.textContent = `Not verified: ${error.message}.`;
    } finally {
      button.disabled = false;
      progress.hidden = true;
    }
  });
}
