// A copy of a key, sealed with a passphrase (PBKDF2 with SHA-256, then AES-256-GCM), to bring it to another browser.
import { bytes, canonical, hex } from "./acts.js";

const ROUNDS = 600000; // OWASP's Password Storage Cheat Sheet, for PBKDF2 with HMAC-SHA-256
const utf8 = (text) => new TextEncoder().encode(text);
const OPEN = ["moot", "agent", "owner", "public"]; // readable in the copy, and sealed against change

async function lock(passphrase, salt, rounds) {
  const base = await crypto.subtle.importKey("raw", utf8(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const within = (copy, iv) => ({ name: "AES-GCM", iv, additionalData: utf8(canonical(Object.fromEntries(OPEN.map((each) => [each, copy[each]])))) });

export async function copyOf(key, secret, passphrase) {
  const [salt, iv] = [16, 12].map((size) => crypto.getRandomValues(new Uint8Array(size)));
  const copy = Object.fromEntries(OPEN.map((each) => [each, key[each]]));
  const sealed = await crypto.subtle.encrypt(within(copy, iv), await lock(passphrase, salt, ROUNDS), secret);
  return JSON.stringify({ ...copy, kdf: "PBKDF2-SHA-256", rounds: ROUNDS, salt: hex(salt), iv: hex(iv), sealed: hex(sealed) }, null, 1);
}

export async function opened(text, passphrase, moot) {
  let copy;
  try {
    copy = JSON.parse(text);
  } catch { /* told below */ }
  if (copy?.kdf !== "PBKDF2-SHA-256" || !copy.sealed) throw new Error("This file is no copy of a key");
  if (copy.moot !== moot) throw new Error(`This copy is of a key in another moot (${copy.moot.slice(0, 8)})`);
  const secret = await crypto.subtle.decrypt(within(copy, bytes(copy.iv)), await lock(passphrase, bytes(copy.salt), copy.rounds), bytes(copy.sealed))
    .catch(() => { throw new Error("The passphrase is another one, or the copy was changed"); });
  const kept = await crypto.subtle.importKey("pkcs8", secret, "Ed25519", false, ["sign"]);
  return { ...Object.fromEntries(OPEN.map((each) => [each, copy[each]])), private: kept, nonce: 0 };
}

export function handOut(name, text) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
