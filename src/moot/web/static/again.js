// A form that moved under somebody's hands comes back as it is now: what moved is told, what was filled in is kept.

// The page as it is now, to whoever saw `seen` of it before; nothing if the server did not give it.
export async function asItIs(seen = "") {
  const here = new URL(document.body.dataset.at, location.href);
  if (seen) here.searchParams.set("seen", seen);
  const answer = await fetch(here, { headers: { accept: "text/html" } });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

// Puts what is asked now in the place of `form`, and says `why`. Gives whether there is something to put there.
export async function comeBack(form, why) {
  const here = form.closest("#act");
  const page = here && (await asItIs(form.elements.seen?.value).catch(() => null));
  const fresh = page?.querySelector("#act");
  if (!fresh) return false;
  const copy = document.importNode(fresh, true);
  const left = carry(form, copy.querySelector(`form[data-act="${CSS.escape(form.dataset.act)}"]`));
  const told = document.importNode(page.querySelector("#moved") ?? Object.assign(page.createElement("div"), { id: "moved", className: "trouble", tabIndex: -1 }), true);
  told.prepend(written("p", "", why));
  if (left.length) told.append(written("p", "note", "What you had written, which is not asked for any more:"), ...left.map((text) => written("blockquote", "words", text)));
  copy.querySelector("h2").after(told);
  document.querySelector("#moved")?.remove();
  here.replaceWith(copy);
  told.focus();
  return true;
}

function written(tag, className, textContent) {
  return Object.assign(document.createElement(tag), { className, textContent });
}

// Fills `twin` in as `form` was; gives the texts for which there is no place.
function carry(form, twin) {
  const left = [];
  for (const each of form.elements) {
    if (!each.name || each.type === "hidden") continue;
    const place = [...(twin?.elements ?? [])].find((other) => alike(other, each));
    if (!place && each.type === "textarea" && each.value.trim()) left.push(each.value);
    if (each.type === "radio" && place) place.checked = each.checked;
    else if (place && (!place.options || [...place.options].some((one) => one.value === each.value))) place.value = each.value;
  }
  return left;
}

function alike(one, other) {
  return one.name === other.name && one.type === other.type && (one.type !== "radio" || one.value === other.value);
}
