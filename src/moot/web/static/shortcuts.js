// The keyboard: single keys, off while somebody types, and off altogether where somebody wants it so.
import { showNews } from "./swap.js";

const SWITCH = "single-keys";
const GO = { h: "/", p: "/proposals", i: "/inbox", v: "/values", m: "/members", c: "/charter", t: "/trials", r: "/record" };
const FORMS = { v: "#vote", r: "#review", a: "#amend" };
let prefix = false;

const allowed = () => { try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; } };
const typing = (element) => element.matches("input, select, textarea, [contenteditable]") && !["radio", "checkbox"].includes(element.type);

export function keyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) document.activeElement.closest("form")?.requestSubmit();
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || !allowed()) return;
    if (press(event.key)) event.preventDefault();
  });
  const box = document.querySelector(`#${SWITCH}`);
  if (!box) return;
  document.querySelector("#keyboard").hidden = false;
  box.checked = allowed();
  box.addEventListener("change", () => { localStorage.setItem(SWITCH, box.checked ? "on" : "off"); });
}

function press(key) {
  if (prefix) {
    prefix = false;
    if (!GO[key]) return false;
    location.assign(key === "i" ? (document.querySelector("#mine")?.href ?? GO.i) : GO[key]);
    return true;
  }
  switch (key) {
    case "g": prefix = true; setTimeout(() => { prefix = false; }, 1500); return true;
    case "?": location.assign("/help"); return true;
    case "/": return focus(document.querySelector("[data-shortcut='/']"));
    case "N": location.assign("/propose"); return true;
    case ".": showNews(); return true;
    case "j": case "k": return step(rows(), key === "j" ? 1 : -1);
    case "n": case "p": return step([...document.querySelectorAll(".edit")], key === "n" ? 1 : -1);
    case "v": case "r": case "a": return focus(document.querySelector(`${FORMS[key]} :is(input:not([type=hidden]), select)`));
    default: return false;
  }
}

const rows = () => [...document.querySelectorAll("main a.row")];

function step(places, by) {
  if (!places.length) return false;
  const now = places.indexOf(document.activeElement);
  const next = now < 0 ? (by > 0 ? 0 : places.length - 1) : Math.max(0, Math.min(places.length - 1, now + by));
  return focus(places[next]);
}

function focus(element) {
  element?.focus();
  element?.scrollIntoView({ block: "nearest" });
  return Boolean(element);
}
