// What people said of this issue, with what can be done about it; and the history.
import { comment } from "./forms.js";
import { bringIntoView, listPart, show } from "./panel.js";
import { author, state } from "./state.js";
import { placeToRange } from "./text.js";
import { KINDS, both, button, make, words } from "./words.js";

const TITLES = { commenting: ["评论", "Comment"], tagging: ["名称", "Name"], assessing: ["判断", "Verdict"], editing: ["移动", "Move"], questioning: ["疑问", "Question"] };

export function fill(submit) {
  const page = location.pathname.split("/").at(-1), pages = state.outline.pages;
  const entries = [...state.view.annotations.map((one) => [one.element || one.target, annotation(one, submit)]), ...state.view.corrections.map((one) => [one.element, correction(one, submit)])];
  const here = entries.filter(([key]) => document.getElementById(key)), elsewhere = entries.filter(([key]) => !document.getElementById(key));
  listPart.replaceChildren(
    make("h2", {}, both(`本页的标注（${here.length}）`, `On this page (${here.length})`)),
    here.length ? make("ul", {}, here.map(([, item]) => item)) : make("p", { className: "bk-none" }, both("还没有。选中文字即可标注；按 ? 看快捷键。", "None yet. Select some text to annotate; ? shows the keys.")),
    elsewhere.length ? make("details", {}, make("summary", {}, both(`本期其他各页（${elsewhere.length}）`, `Elsewhere in this issue (${elsewhere.length})`)),
      make("ul", {}, elsewhere.map(([key, item]) => { const href = pages[key]; if (href && href !== page) item.prepend(make("a", { href: `${href}#${key}` }, href.replace(".html", ""))); return item; }))) : "",
    state.view.history.length ? make("details", {}, make("summary", {}, both("历史", "History")),
      make("ol", { className: "bk-history" }, state.view.history.map((one) => make("li", {}, make("time", { dateTime: one.when }, one.when.replace("T", " ").replace("Z", " UTC")), ` ${one.author}: ${one.what}`)))) : "",
    make("p", { className: "bk-who" }, both("您是", "You are"), " ", nameField()));
}

function nameField() {
  const field = make("input", { value: author(), maxLength: 80, "aria-label": "姓名 / name", autocomplete: "name" });
  field.addEventListener("change", () => { author(field.value); document.dispatchEvent(new CustomEvent("baokan-author")); });
  return field;
}

function annotation(one, submit) {
  const mine = one.author === author(), said = one.motivation === "tagging" ? tagWords(one) : one.motivation === "assessing" ? verdictWords(one) : one.text;
  const item = make("li", { tabIndex: -1 });
  item.dataset.id = one.id;
  item.append(
    make("span", { className: "bk-head" }, make("b", {}, both(...(TITLES[one.motivation] || [one.motivation, one.motivation]))), ` ${one.author}`, one.changed ? make("em", {}, both("（原文已改）", "(text has changed)")) : ""),
    ...(one.quote ? [make("q", {}, one.quote)] : []), make("span", { className: "bk-said" }, said),
    make("span", { className: "bk-actions" },
      one.element && placeToRange(one) ? button(both("看", "Show"), () => goTo(one), { "aria-label": `${words("看", "Show")}: ${one.quote}` }) : "",
      mine && one.motivation === "commenting" ? button(both("改", "Edit"), () => comment(one.text, one.id)) : "",
      one.motivation === "editing" && one.refs.length ? button(both("放回原处", "Put back"), () => submit("back", { id: one.id }, ["已放回", "Put back"])) : "",
      mine && one.motivation !== "editing" ? button(both("删", "Delete"), () => submit("delete", { id: one.id }, ["已删除", "Deleted"])) : ""));
  return item;
}

function correction(one, submit) {
  const mine = one.author === author(), item = make("li", { tabIndex: -1 });
  item.dataset.id = one.id;
  item.append(make("span", { className: "bk-head" }, make("b", {}, both("更正", "Correction")), ` ${one.author}`), make("span", { className: "bk-said" }, make("del", {}, one.sic), " → ", make("ins", {}, one.corr)),
    make("span", { className: "bk-actions" }, one.id && mine ? button(both("撤回", "Withdraw"), () => submit("withdraw", { id: one.id }, ["已撤回", "Withdrawn"])) : ""));
  return item;
}

function tagWords(one) {
  const [label, ...rest] = one.text.split("\n"), found = state.names.find((name) => name.id === one.id);
  return [(KINDS[label] || [label, label])[words(0, 1)], found && found.label ? `→ ${found.label}` : "", one.refs.map((ref) => ref.split(/[#/]/).at(-1) || ref).join(" · "), ...rest].filter(Boolean).join(" ");
}
const verdictWords = (one) => `${one.target.split(".").at(-1)} ${{ right: words("对", "right"), wrong: words("错", "wrong") }[one.text.split("\n")[0]] || ""} ${one.text.split("\n").slice(1).join(" ")}`;

function goTo(one) {
  const range = placeToRange(one);
  if (!range) return;
  state.chosen = null;
  bringIntoView(range);
  document.dispatchEvent(new CustomEvent("baokan-flash", { detail: one }));
  const block = document.getElementById(one.element);
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
}

/** Show the list with one entry in focus. */
export function focusEntry(id) {
  show(listPart);
  const item = listPart.querySelector(`li[data-id="${CSS.escape(id)}"]`);
  if (item) { const details = item.closest("details"); if (details) details.open = true; item.focus(); item.scrollIntoView({ block: "nearest" }); }
}
