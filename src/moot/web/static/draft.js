// What a form says, as a command, what it seals and its texts: the same reading as `moot.web.pages.drafts` does.

const PLACES = { int: 0, percent: 4, credits: 6 }; // after the point, that are counted
const place = /^[0-9]{1,2}$/; // in a list; ids are longer
const tree = (thing) => thing !== null && typeof thing === "object" && !Array.isArray(thing);
const refuse = (why) => { throw new Error(`${why}, so nothing was signed`); };

// `fields` are pairs of a name and what was said; `hold` gives the hash that stands for a text.
export async function readDraft(fields, hold) {
  const [parts, texts, silent, emptied, said] = [{}, [], [], new Set(), new Map(fields)];
  for (const name of ["body", "payload"]) if (said.has(name)) parts[name] = json(said.get(name), name);
  for (const [name, text] of said) {
    const at = name.indexOf(":");
    const [path, kind] = at < 0 ? [name.split("/"), ""] : [name.slice(0, at).split("/"), name.slice(at + 1)];
    if (path.length > 8) refuse(`${name} is no field of an act`);
    if (!Object.hasOwn(parts, path[0]) || path.length === 1) continue;
    if (!text.trim() && kind === "text") silent.push(path);
    if (!text.trim()) path.forEach((step, depth) => place.test(step) && emptied.add(path.slice(0, depth + 1).join("/")));
    else if (kind === "text") texts.push([path, text]);
    else put(parts, path, read(kind, text.trim()));
  }
  for (const [path, text] of texts) put(parts, path, await hold(text));
  for (const path of silent) leave(parts, path);
  for (const each of [...emptied].sort().reverse()) drop(parts, each.split("/"));
  return { kind: said.get("act") ?? "", body: listed(parts.body ?? {}), payload: listed(parts.payload ?? null) };
}

function json(text, name) {
  let found;
  try { found = JSON.parse(text); } catch { refuse(`${name} is not JSON`); }
  return tree(found) || (found === null && name === "payload") ? found : refuse(`${name} is no object`);
}

function read(kind, said) {
  if (kind === "") return said;
  if (!Object.hasOwn(PLACES, kind)) refuse(`${kind} is no type that a form has`);
  const [, sign, whole, rest = ""] = said.replaceAll(",", "").match(/^([+-]?)([0-9]+)(?:\.([0-9]*?)0*)?$/) ?? refuse(`${said} is no number`);
  if (rest.length > PLACES[kind]) refuse(`${said} is finer than is counted`);
  const number = Number(`${sign}${whole}${rest.padEnd(PLACES[kind], "0")}`);
  return Number.isSafeInteger(number) ? number + 0 : refuse(`${said} is larger than any number here`);
}

function put(parts, path, said) {
  let at = parts;
  for (const step of path.slice(0, -1)) {
    if (!Object.hasOwn(at, step) || !tree(at[step])) at[step] = {};
    at = at[step];
  }
  at[path.at(-1)] = said;
}

// Lets an object that is there say nothing under a name, where it doesn't say something.
function leave(parts, path) {
  const at = path.slice(0, -1).reduce((each, step) => (tree(each) && Object.hasOwn(each, step) ? each[step] : null), parts);
  if (tree(at)) at[path.at(-1)] ??= null;
}

// Leaves out an element; a list that has none left is an empty list.
function drop(parts, path) {
  let [around, at, last] = [parts, parts, ""];
  for (const step of path.slice(0, -1)) {
    if (!Object.hasOwn(at, step) || !tree(at[step])) return;
    [around, at, last] = [at, at[step], step];
  }
  delete at[path.at(-1)];
  if (!Object.keys(at).length) around[last] = [];
}

function listed(thing) {
  if (!tree(thing)) return thing;
  const inside = Object.fromEntries(Object.entries(thing).map(([name, each]) => [name, listed(each)]));
  const names = Object.keys(inside);
  return names.length && names.every((each) => place.test(each)) ? names.sort((a, b) => a - b).map((each) => inside[each]) : inside;
}
