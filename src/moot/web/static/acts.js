// An act as its bytes: canonical JSON, seals and texts, exactly as `moot.wire` and `moot.core.sealing` have them.

export const hex = (bytes) => Array.from(new Uint8Array(bytes), (each) => each.toString(16).padStart(2, "0")).join("");
export const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const utf8 = (text) => new TextEncoder().encode(text);
const sha256 = async (data) => hex(await crypto.subtle.digest("SHA-256", data));

// Compact JSON with sorted keys and whole numbers below 2^53: the profile of RFC 8785 that a moot signs.
export function canonical(thing) {
  if (Array.isArray(thing)) return `[${thing.map(canonical).join(",")}]`;
  if (thing !== null && typeof thing === "object") return `{${Object.keys(thing).sort().map((key) => `${JSON.stringify(key)}:${canonical(thing[key])}`).join(",")}}`;
  if (typeof thing === "number" && !Number.isSafeInteger(thing)) throw new Error(`${thing} is no whole number`);
  return JSON.stringify(thing);
}

// Parts behind their lengths in 8 bytes, so that no two lists look alike.
function framed(parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + 8 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    new DataView(out.buffer).setBigUint64(at, BigInt(part.length));
    out.set(part, at + 8);
    at += 8 + part.length;
  }
  return out;
}

const salted = () => hex(crypto.getRandomValues(new Uint8Array(32)));

export async function held(text) {
  const salt = salted();
  return { salt, text, hash: await sha256(framed([bytes(salt), utf8(text)])) };
}

const SEALS = { FileReview: "mandate", FileForecast: "", CastVote: "", Judge: "", FileBallot: "", ReportMeasure: "" };

// Signs a draft with `key` and returns what is posted. `moot` says which moot, what time it has there, and how long acts live.
export async function signed({ kind, body, payload, texts }, key, moot) {
  let sealed = null;
  if (kind in SEALS) {
    const [salt, about] = [salted(), body.proposal ?? body.dispute ?? body.round];
    const named = [moot.moot, key.agent, about, kind, SEALS[kind] ? body[SEALS[kind]] : ""].map(utf8);
    body = { ...body, seal: await sha256(framed([...named, bytes(salt), utf8(canonical(payload))])) };
    sealed = { salt, body: payload };
  }
  const at = Math.max(moot.now, (key.nonce ?? 0) + 1);
  const act = { at: moot.now, body, by: key.agent, key: key.public, kind, moot: moot.moot, nonce: at, until: moot.now + Math.floor(moot.lifetime / 2) };
  const signature = hex(await crypto.subtle.sign("Ed25519", key.private, utf8(canonical(act))));
  return { act, signature, payload: sealed, texts: texts.map(({ salt, text }) => ({ salt, text })) };
}
