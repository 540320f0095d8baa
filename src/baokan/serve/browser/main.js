// Annotating in the edition's pages: select text, say something, saved at once.
import * as checks from "./checks.js";
import * as forms from "./forms.js";
import { help, listen } from "./keys.js";
import * as list from "./list.js";
import { paint, saidAt, seamsOf } from "./marks.js";
import { merge } from "./merge.js";
import { bringIntoView, build, chosenPart, count, listPart, panel, say, show, shown, warn, wide } from "./panel.js";
import { author, issue, keepForReload, keptForReload, readNames, readOutline, readView, send, state } from "./state.js";
import { blockOf, blocksHere, findWords, placeToRange, pointToPlace, rangeToPlace, setBlocks, textOf } from "./text.js";
import { both, labelled, make, words } from "./words.js";

async function load() {
  [state.view, state.outline, { names: state.names }] = await Promise.all([readView(), readOutline(), readNames()]);
  setBlocks([...state.outline.blocks.map((one) => one.id)]);
}

function refresh() {
  count.textContent = String(state.view.annotations.length + state.view.corrections.length);
  list.fill(submit);
  checks.collect();
  paint();
}

/** Send a change; on a stale one ask what to do, and again until it is saved or given up. Whether it was saved. */
async function submit(change, facts, message) {
  if (!author()) { who(); return false; }
  let result = await send(change, facts);
  while (result.stale) {
    const chosen = await merge(result);
    if (chosen && chosen.later) { warn(words("还没有保存；内容仍在表单里。", "Not saved yet; what you wrote is still in the form.")); return false; }
    const textChanged = JSON.stringify([result.current.corrections]) !== JSON.stringify([state.view.corrections]) || result.current.history.some((one) => /^(moved|put|correction|withdrew) /.test(one.what) && !state.view.history.some((old) => old.when === one.when && old.what === one.what));
    state.view = result.current;
    if (!chosen) { await settle(["用了别人的", "Theirs is kept"], textChanged, facts); return true; }
    result = { ...(await send(chosen.change, chosen.facts)), textChanged };
  }
  if (!result.ok) { warn(result.error); return false; }
  state.view = result.value;
  await settle(message, result.moved || result.textChanged, facts);
  return true;
}

/** Show what is there now: the lists again, or the whole page when its text has changed. */
async function settle(message, textChanged, facts) {
  if (!textChanged) {
    [state.outline, { names: state.names }] = await Promise.all([readOutline(), readNames()]);
    refresh();
    say(words(...message));
    return;
  }
  const { pages } = await readOutline(), page = location.pathname.split("/").at(-1);
  keepForReload(message, facts.element || "");
  if (Object.values(pages).includes(page) || !pages[facts.element]) location.reload();
  else location.assign(`${pages[facts.element]}#${facts.element}`);
}

function who() {
  show(listPart);
  listPart.querySelector(".bk-who input").focus();
  warn(words("请先写下您的姓名。", "Your name, please."));
}

function choose(place) {
  state.chosen = place;
  state.check = null;
  forms.showChosen();
  paint();
  const range = placeToRange(place);
  if (range) bringIntoView(range);
}

function onSelection() {
  if (panel.contains(document.activeElement) || forms.busy() || document.querySelector("dialog[open]")) return;
  const selection = getSelection();
  const place = selection.rangeCount ? rangeToPlace(selection.getRangeAt(0)) : null;
  if (place) choose(place);
}

/** The paragraph that the keys act upon. */
function currentBlock() {
  const focused = blockOf(document.activeElement), selection = getSelection();
  return focused || (selection.rangeCount ? blockOf(selection.getRangeAt(0).startContainer) : null);
}

function step(by) {
  const all = blocksHere(), now = currentBlock();
  const seen = all.findIndex((one) => one.getBoundingClientRect().bottom > 0);
  const at = now ? all.indexOf(now) + by : Math.max(seen, 0);
  const block = all[Math.min(Math.max(at, 0), all.length - 1)];
  if (!block) return;
  getSelection().removeAllRanges();
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
  bringIntoView(block);
  forms.close();
  state.chosen = { element: block.id, start: 0, end: Array.from(textOf(block)).length, quote: textOf(block) };
  if (state.chosen.quote) { forms.showChosen(); paint(); }
}

/** Select one character on, or make the selection longer or shorter. */
function character(by, extend) {
  const block = currentBlock();
  if (!block || !state.chosen || forms.busy()) return false;
  const length = Array.from(textOf(block)).length, whole = state.chosen.element !== block.id || state.chosen.end - state.chosen.start === length;
  let { start, end } = whole ? (by > 0 ? { start: -1, end: 0 } : { start: length, end: length + 1 }) : state.chosen;
  if (extend && !whole) end += by;
  else { start += by; end = start + 1; }
  if (start < 0 || end > length || end <= start) return true;
  const range = placeToRange({ element: block.id, start, end });
  if (!range) return true;
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return true;
}

/** Select words by typing them. */
function typeWords() {
  const block = currentBlock();
  if (!block) { step(0); return; }
  const typed = make("input", { autocomplete: "off" });
  const field = make("form", { className: "bk-form" }, labelled(both("要选的文字", "Words to select"), typed));
  field.addEventListener("submit", (event) => {
    event.preventDefault();
    const at = findWords(block, typed.value);
    if (!typed.value || at < 0) { warn(words("此段没有这些字。", "The paragraph hasn't these words.")); return; }
    block.focus({ preventScroll: true });
    choose({ element: block.id, start: at, end: at + Array.from(typed.value).length, quote: typed.value });
    say(words(`已选「${typed.value}」`, `“${typed.value}” is selected`));
  });
  chosenPart.replaceChildren(field);
  show(chosenPart);
  typed.focus();
}

function escape() {
  if (forms.busy()) forms.cancel();
  else if (shown()) { show(null); state.chosen = state.check = null; paint(); }
}

/** The name under the selection, for the form that tags it. */
function tagChosen() {
  const chosen = state.chosen;
  forms.tag((chosen && state.names.find((one) => one.element === chosen.element && one.start === chosen.start && one.end === chosen.end)) || null);
}

function openSeams() {
  for (const block of blocksHere()) {
    seamsOf(block).forEach((seam, number) => {
      seam.tabIndex = 0;
      seam.setAttribute("role", "button");
      seam.setAttribute("aria-label", "接缝 / seam");
      const open = () => {
        const known = state.outline.checks.find((one) => one.what === "join" && one.element === block.id && one.seam === number);
        const range = document.createRange();
        range.selectNodeContents(block);
        range.setEndBefore(seam);
        const before = rangeToPlace(range);
        checks.showCheck(known || { what: "join", element: block.id, seam: number, start: before ? before.end : 0, cert: "" });
      };
      seam.addEventListener("click", open);
      seam.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); open(); } });
    });
  }
}

/** Look whether somebody has written meanwhile, when one comes back to the window. */
async function lookAgain() {
  const now = await readView().catch(() => null);
  if (!now || now.version === state.view.version || forms.busy()) return;
  const textChanged = JSON.stringify(now.corrections) !== JSON.stringify(state.view.corrections) || now.annotations.filter((one) => one.motivation === "editing").length !== state.view.annotations.filter((one) => one.motivation === "editing").length;
  if (textChanged) { keepForReload(["别人改了正文，本页已重新载入", "Somebody changed the text: the page was loaded again"], ""); location.reload(); return; }
  state.view = now;
  await settle(["别人有新的标注", "Somebody has annotated"], false, {});
}

function wire() {
  document.addEventListener("selectionchange", () => { clearTimeout(onSelection.timer); onSelection.timer = setTimeout(onSelection, 120); });
  document.addEventListener("click", (event) => {
    if (panel.contains(event.target) || event.target.closest("a, button, summary, label, input, dialog, .seam") || !getSelection().isCollapsed) return;
    const place = pointToPlace(event.clientX, event.clientY), said = place ? saidAt(place) : [];
    const corr = event.target.closest(".choice[id]");
    if (said.length) list.focusEntry(said[0].id);
    else if (corr) list.focusEntry(corr.id);
  });
  document.addEventListener("baokan-setting", () => { refresh(); });
  document.addEventListener("baokan-author", () => { list.fill(submit); say(words("姓名已记下", "Your name is kept")); });
  document.addEventListener("baokan-who", who);
  document.addEventListener("baokan-flash", (event) => { state.chosen = event.detail; paint(); state.chosen = null; });
  addEventListener("focus", () => { if (state.view) lookAgain(); });
  listen({
    n: () => checks.go(1), p: () => checks.go(-1), y: () => checks.judge("right"), x: () => checks.judge("wrong"), j: () => step(1), k: () => step(-1),
    ArrowRight: () => character(1, false), ArrowLeft: () => character(-1, false), ShiftArrowRight: () => character(1, true), ShiftArrowLeft: () => character(-1, true),
    s: typeWords, c: () => forms.comment(), e: () => forms.correct(), t: tagChosen, m: () => forms.move(), u: undo, l: toggleList, "?": help, Escape: escape,
  });
}

const undo = () => submit("undo", {}, ["已撤销", "Undone"]);
function toggleList() {
  if (!listPart.hidden && !wide()) { show(null); return; }
  if (!listPart.hidden) { show(null); return; }
  show(listPart);
  listPart.tabIndex = -1;
  listPart.focus();
}

async function start() {
  if (!issue) return;
  build({ list: toggleList, previous: () => checks.go(-1), next: () => checks.go(1), undo, help });
  forms.setSubmit(submit);
  checks.setSubmit(submit);
  try { await load(); } catch (error) { warn(error.message); return; }
  refresh();
  openSeams();
  wire();
  const { message, focus } = keptForReload();
  if (message) say(words(...message));
  const block = focus && document.getElementById(focus);
  if (block) { block.tabIndex = -1; block.focus({ preventScroll: true }); }
  checks.goOn();
  panel.dataset.ready = "yes";
}

start();

