// Takes in a newer copy of the page, part by part, without moving what is being read or losing what is being typed.
// A part is an element with a `data-key`; a list with `data-rows` lets new rows wait until they are asked for.
import { asItIs, comeBack } from "./again.js";

const waiting = new Map(); // list → rows that are new

// Gives whether there was one.
export async function refresh() {
  const page = await asItIs();
  if (!page) return false;
  for (const list of document.querySelectorAll("[data-rows]")) hold(list, page);
  for (const part of document.querySelectorAll("[data-key]")) replace(part, twin(part, page));
  for (const name of ["size", "moot"]) document.body.dataset[name] = page.body.dataset[name];
  swapAct(page);
  tell();
  return true;
}

function twin(part, page) {
  return page.querySelector(`[data-key="${CSS.escape(part.dataset.key)}"]`);
}

function replace(part, fresh) {
  if (!fresh || part.querySelector("[data-key]") || part.isEqualNode(fresh)) return;
  const pointed = part.querySelector(":is(a, button, summary):hover");
  if (pointed) return pointed.addEventListener("pointerleave", () => refresh().catch(() => {}), { once: true });
  const focus = part.contains(document.activeElement) ? place(part, document.activeElement) : null;
  if (focus && typing(document.activeElement)) return;
  const open = [...part.querySelectorAll("details")].map((each) => each.open);
  const copy = document.importNode(fresh, true);
  copy.querySelectorAll("details").forEach((each, at) => { if (at in open) each.open = open[at]; });
  const [own, others] = [part.querySelector("a, span, p, h2, table"), copy.querySelector("a, span, p, h2, table")];
  if (own && others && own.textContent !== others.textContent) copy.classList.add("tinted");
  part.replaceWith(copy);
  if (focus) at(copy, focus)?.focus({ preventScroll: true });
}

// Where an element stands in a part, as steps from child to child.
function place(part, element) {
  const steps = [];
  for (let each = element; each !== part; each = each.parentElement) steps.unshift([...each.parentElement.children].indexOf(each));
  return steps;
}

function at(part, steps) {
  return steps.reduce((each, step) => each?.children[step], part);
}

function typing(element) {
  return element.matches("input, select, textarea");
}

// A form of a stage that is over, or that names what has moved, goes only when nothing was filled in; otherwise it says
// so. What was recorded from it stays told.
function swapAct(page) {
  const [here, fresh] = [document.querySelector("#act"), page.querySelector("#act")];
  if (!here || !fresh || asks(here) === asks(fresh)) return;
  const receipt = here.querySelector(".receipt");
  if ([...here.querySelectorAll("form input, form textarea, form select")].some(filled) || (here.contains(document.activeElement) && !receipt)) return moved(here);
  const copy = document.importNode(fresh, true);
  if (receipt) (copy.querySelector("#receipt") ?? copy).append(receipt);
  here.replaceWith(copy);
}

function filled(field) {
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((each) => each.defaultSelected));
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

// What forms ask for and what they name; without forms, what is said instead.
function asks(part) {
  const forms = [...part.querySelectorAll("form[data-act]")];
  return forms.map(({ dataset, elements }) => [dataset.act, elements.body.value, elements.payload?.value].join(" ")).join() || part.textContent;
}

function moved(here) {
  const form = here.querySelector("form[data-act]");
  const note = here.querySelector("#receipt") ?? form?.querySelector(".answer");
  if (!note) return;
  note.classList.add("trouble");
  note.textContent = "What this asks about moved while you read. Sent as it is, it will be refused. ";
  const look = Object.assign(document.createElement("button"), { type: "button", className: "button plain small", textContent: "Show what is asked now" });
  look.addEventListener("click", () => comeBack(form, "Nothing was recorded. Look at what moved, and send it again if you still want it."));
  note.append(look);
}

function hold(list, page) {
  const fresh = page.querySelector("[data-rows]");
  if (!fresh && list.dataset.rows === "leave") for (const row of list.children) row.classList.add("gone");
  if (!fresh) return;
  const known = new Set([...list.children].map((row) => row.dataset.key));
  waiting.set(list, [...fresh.children].filter((row) => !known.has(row.dataset.key)));
  if (list.dataset.rows === "leave") for (const row of list.children) row.classList.toggle("gone", !twin(row, page));
}

function tell() {
  const count = [...waiting.values()].reduce((sum, rows) => sum + rows.length, 0);
  const bar = document.querySelector("#news");
  if (!bar) return count && showNews();
  bar.hidden = !count;
  bar.textContent = `${count} new · press .`;
}

export function showNews() {
  for (const [list, rows] of waiting) list.prepend(...rows.map((row) => document.importNode(row, true)));
  waiting.clear();
  tell();
}
document.addEventListener("click", (event) => event.target.id === "news" && showNews());
