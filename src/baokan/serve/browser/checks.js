// From one guess of the machine to the next, and what a person says of it.
import { bringIntoView, checkPart, left, say, show } from "./panel.js";
import { paint, seamOf } from "./marks.js";
import { author, state } from "./state.js";
import { placeToRange, textOf } from "./text.js";
import { CERTS, KINDS, both, button, labelled, make, what, words } from "./words.js";

let all = [], onlyUnsure = true, submit = null;
export function setSubmit(act) { submit = act; }

/** Collect what wants checking, in the order of the text. */
export function collect() {
  const order = new Map(state.outline.blocks.map((one, n) => [one.id, n]));
  const first = new Map();
  for (const [n, one] of state.outline.blocks.entries()) if (!first.has(one.article)) first.set(one.article, n);
  const names = state.names.filter((one) => !one.id && one.cert === "low").map((one) => ({ ...one, what: "name" }));
  all = [...state.outline.checks, ...names].map((one) => ({ ...one, at: (one.what === "article" ? first.get(one.element) - 0.5 : order.get(one.element)) + (one.start || 0) / 1e6 }))
    .filter((one) => !Number.isNaN(one.at)).sort((a, b) => a.at - b.at);
  const open = wanted();
  left.replaceChildren(...both(`待查 ${open.length}`, `${open.length} to check`));
}

function wanted() {
  const unsure = all.filter((one) => one.cert !== "high");
  return onlyUnsure && unsure.length ? unsure : all;
}
const keyOf = (one) => [one.what, one.element, one.seam ?? one.start ?? ""].join(" ");

/** Go to the next (+1) or the one before (-1) from where one is; another page is loaded where it stands there. */
export function go(step, before = "") {
  const open = wanted();
  if (!open.length) { say(before + words("没有待查的了。", "Nothing is left to check.")); return; }
  let at = state.check ? open.findIndex((one) => keyOf(one) === keyOf(state.check)) : -1;
  if (at < 0) {
    const from = state.check ? state.check.at : placeNow();
    at = step > 0 ? open.findIndex((one) => one.at >= from) - 1 : open.findLastIndex((one) => one.at <= from) + 1;
    if (step > 0 && at < -1) at = -1;
  }
  const one = open[(at + step + open.length) % open.length];
  if (document.getElementById(one.element)) { showCheck(one, before); return; }
  const page = state.outline.pages[one.element];
  if (!page) return;
  try { sessionStorage.setItem("baokan-check", keyOf(one)); } catch { /* private window */ }
  location.assign(page);
}

/** Where the reader is: the first block of the text that can be seen. */
function placeNow() {
  const seen = state.outline.blocks.findIndex((one) => { const e = document.getElementById(one.id); return e && e.getBoundingClientRect().bottom > 0; });
  return Math.max(seen, 0);
}

/** The check that another page sent one to. */
export function goOn() {
  let key = "";
  try { key = sessionStorage.getItem("baokan-check") || ""; sessionStorage.removeItem("baokan-check"); } catch { /* private window */ }
  const one = all.find((each) => keyOf(each) === key);
  if (one) showCheck(one);
}

export function showCheck(one, before = "") {
  state.check = one;
  state.chosen = one.what === "name" ? one : null;
  const open = wanted(), at = open.findIndex((each) => keyOf(each) === keyOf(one));
  const block = document.getElementById(one.element);
  const remark = make("input", { maxLength: 2000, autocomplete: "off" });
  const act = (verdict) => () => judge(verdict, remark.value);
  const all_ = make("input", { type: "checkbox", checked: !onlyUnsure });
  all_.addEventListener("change", () => { onlyUnsure = !all_.checked; collect(); });
  const title = make("p", { className: "bk-head" }, make("b", {}, both(...what(one.what))), " ", both(...(CERTS[one.cert] || ["", ""])), at >= 0 ? ` ${at + 1}/${open.length}` : "");
  checkPart.replaceChildren(title, make("p", { className: "bk-context" }, ...context(one, block)),
    make("div", { className: "bk-actions" }, button(both("对", "Right"), act("right"), { title: "y", className: "bk-main" }), button(both("错", "Wrong"), act("wrong"), { title: "x" })),
    one.what === "name" ? "" : labelled(both("附言", "Remark"), remark), make("label", { className: "bk-tick" }, all_, both("连有把握的一起查", "Also what the machine is sure of")));
  show(checkPart);
  paint();
  const range = one.end !== undefined ? placeToRange(one) : null;
  bringIntoView(range || seamOf(one) || block);
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
  say(`${before}${words(...what(one.what))} ${words(...(CERTS[one.cert] || ["", ""]))}: ${checkPart.querySelector(".bk-context").textContent}`, true);
}

function context(one, block) {
  const text = Array.from(textOf(block));
  if (one.what === "join") return [`…${text.slice(Math.max(0, one.start - 14), one.start).join("")}`, make("mark", {}, "｜"), `${text.slice(one.start, one.start + 14).join("")}…`];
  if (one.what === "name") return [`…${text.slice(Math.max(0, one.start - 8), one.start).join("")}`, make("mark", {}, one.quote), `${text.slice(one.end, one.end + 8).join("")}… `, make("span", {}, KINDS[one.kind][words(0, 1)]), one.label ? ` → ${one.label}` : ""];
  if (one.what === "article") return [state.outline.articles.find((each) => each.id === one.element)?.title || one.element];
  return [text.slice(0, 60).join("")];
}

export async function judge(verdict, text = "") {
  const one = state.check;
  if (!one) { say(words("先用 n 到一处待查。", "Go to something to check first, with n.")); return; }
  if (!author()) { document.dispatchEvent(new CustomEvent("baokan-who")); return; }
  const said = verdict === "right" ? ["判为对", "Judged right"] : ["判为错", "Judged wrong"];
  const facts = { element: one.element, verdict, text };
  if (one.what === "join") facts.seam = one.seam;
  const record = one.ref && one.ref.startsWith("authority/") ? one.ref.split("#")[1] : "";
  const done = one.what === "name"
    ? await submit("tag", { element: one.element, start: one.start, end: one.end, quote: one.quote, kind: verdict === "right" ? one.kind : "NONE", record: verdict === "right" ? record : "", text: "" }, said)
    : await submit("judge", facts, said);
  if (done) go(1, words(`${said[0]}。`, `${said[1]}. `));
}
