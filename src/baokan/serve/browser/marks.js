// Shows in the text what has been said of it, without touching the text: CSS custom highlights.
import { state } from "./state.js";
import { placeToRange } from "./text.js";

const can = "highlights" in CSS;
const GROUPS = ["bk-comment", "bk-PER", "bk-LOC", "bk-ORG", "bk-none", "bk-found-PER", "bk-found-LOC", "bk-found-ORG", "bk-now"];

export function paint() {
  if (!can) return;
  const ranges = Object.fromEntries(GROUPS.map((name) => [name, []]));
  const add = (name, place) => { const range = placeToRange(place); if (range && ranges[name]) ranges[name].push(range); };
  for (const one of state.view.annotations) {
    if (one.quote === undefined || one.changed) continue;
    if (one.motivation === "tagging") add(one.text.startsWith("NONE") ? "bk-none" : `bk-${one.text.slice(0, 3)}`, one);
    else add("bk-comment", one);
  }
  if (document.documentElement.dataset.names === "on") for (const name of state.names) if (!name.id) add(`bk-found-${name.kind}`, name);
  if (state.chosen) add("bk-now", state.chosen);
  if (state.check && state.check.end !== undefined) add("bk-now", state.check);
  for (const name of GROUPS) CSS.highlights.set(name, new Highlight(...ranges[name]));
  for (const seam of document.querySelectorAll(".seam.bk-current")) seam.classList.remove("bk-current");
  const seam = state.check && state.check.what === "join" ? seamOf(state.check) : null;
  if (seam) seam.classList.add("bk-current");
}

export function seamOf({ element, seam }) {
  const block = document.getElementById(element);
  return block ? seamsOf(block)[seam] || null : null;
}

/** The seams of a block itself, without those of a dateline that is run into it. */
export const seamsOf = (block) => Array.from(block.querySelectorAll(".seam")).filter((seam) => !seam.closest(".runin"));

/** The annotations and corrections over an offset of a block. */
export function saidAt({ element, at }) {
  return state.view.annotations.filter((one) => one.element === element && one.start <= at && at <= one.end);
}
