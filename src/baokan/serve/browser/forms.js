// What is done with the selected words: comment, correct, tag a name, move. A form keeps what was typed until it is saved or given up.
import { chosenPart, say, show, warn } from "./panel.js";
import { findRecords, author, state } from "./state.js";
import { KINDS, both, button, labelled, make, words } from "./words.js";

let submit = null; // (change, facts, message) => done
const slot = make("div", { className: "bk-form" });
export const busy = () => Boolean(slot.firstChild);

/** `act` sends a change and shows what became of it. */
export function setSubmit(act) { submit = act; }

export function close() { slot.replaceChildren(); chosenPart.classList.remove("bk-forming"); }

/** The selected words, and what can be done with them. */
export function showChosen() {
  const { quote } = state.chosen;
  const shown = Array.from(quote).length > 40 ? `${Array.from(quote).slice(0, 38).join("")}…` : quote;
  chosenPart.replaceChildren(
    make("p", { className: "bk-quote" }, "「", make("q", {}, shown), "」"),
    make("div", { className: "bk-actions", role: "group", "aria-label": "对选中的文字 / with the selected words" },
      button(both("评论", "Comment"), () => comment(), { title: "c" }), button(both("更正", "Correct"), () => correct(), { title: "e" }),
      button(both("标名称", "Tag name"), () => tag(), { title: "t" }), button(both("移到别篇", "Move"), () => move(), { title: "m" }), document.querySelector(".quote-tool") || ""), // the edition's own button, out of the way of the text
    slot);
  close();
  say("");
  show(chosenPart);
}

function open(title, fields, act, first) {
  const name = make("input", { value: author(), maxLength: 80, required: true, autocomplete: "name" });
  const form = make("form", { "aria-label": title }, fields,
    author() ? "" : labelled(both("您的姓名", "Your name"), name, { className: "bk-name" }),
    make("div", { className: "bk-actions" }, make("button", { type: "submit", className: "bk-main", title: "Ctrl+Enter" }, both("保存", "Save")), button(both("取消", "Cancel"), cancel, { title: "Esc" })));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!author()) author(name.value);
    if (!author()) { warn(words("请先写下您的姓名。", "Your name, please.")); name.focus(); return; }
    const main = form.querySelector(".bk-main");
    main.disabled = true;
    const done = await act();
    main.disabled = false;
    if (done && slot.contains(form)) close();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
  });
  slot.replaceChildren(form);
  chosenPart.classList.add("bk-forming");
  show(chosenPart);
  (first || form.querySelector("input, textarea, select")).focus();
}

export function cancel() {
  close();
  const block = state.chosen && document.getElementById(state.chosen.element);
  if (block) block.focus({ preventScroll: true });
  say(words("已取消", "Cancelled"));
}

export function comment(text = "", id = "") {
  if (!state.chosen && !id) return nothing();
  const said = make("textarea", { rows: 3, value: text, required: true, maxLength: 20000 });
  return open(words("评论", "Comment"), labelled(both("评论", "Comment"), said), () => (id
    ? submit("edit", { id, text: said.value }, ["评论已改", "Comment changed"])
    : submit("comment", { ...state.chosen, text: said.value }, ["评论已保存", "Comment saved"])), said);
}

export function correct() {
  if (!state.chosen) return nothing();
  const right = make("input", { value: state.chosen.quote, required: true, maxLength: 1000 });
  open(words("更正", "Correct"), labelled(both("应作", "Should read"), right), () => submit("correct", { ...state.chosen, text: right.value }, ["已更正", "Corrected"]), right);
  return right.select();
}

/** Tag the selected words as a name; `known` is what the machine or somebody said of them already. */
export function tag(known = null) {
  if (!state.chosen) return nothing();
  let record = known && known.ref.startsWith("authority/") ? known.ref.split("#")[1] : "", kind = (known && known.kind) || "PER";
  const kinds = make("fieldset", { className: "bk-kinds" }, make("legend", {}, both("类别", "Type")), Object.entries(KINDS).map(([key, label]) => {
    const radio = make("input", { type: "radio", name: "bk-kind", value: key, checked: key === kind });
    radio.addEventListener("change", () => { kind = key; choose("", ""); more.hidden = key === "NONE"; look(); });
    return make("label", {}, radio, both(...label));
  }));
  const typed = make("input", { id: "bk-record", role: "combobox", "aria-expanded": "false", "aria-controls": "bk-records", "aria-autocomplete": "list", autocomplete: "off", value: known && known.label ? known.label : state.chosen.quote });
  const found = make("ul", { id: "bk-records", role: "listbox", "aria-label": "规范记录 / authority records", hidden: true });
  const meant = make("p", { className: "bk-meant", "aria-live": "polite" });
  const register = make("select", {}, ["Wikidata", "GeoNames", "CBDB", "VIAF"].map((name) => make("option", {}, name)));
  const identifier = make("input", { maxLength: 200, placeholder: "Q…", autocomplete: "off" });
  const more = make("div", { hidden: kind === "NONE" },
    labelled(both("指的是", "Meaning"), typed), found, meant,
    make("div", { className: "bk-pair" }, labelled(both("规范库", "Register"), register), labelled(both("编号或网址", "Identifier or address"), identifier)));
  let options = [], at = -1, asked = 0, pointing = null; // pointing: a first option that is still being looked for

  function choose(id, label) {
    record = id;
    meant.replaceChildren(...(id === "new" ? both(`新建记录：${label}`, `A new record: ${label}`) : id ? both(`已有记录 ${id}：${label}`, `Record ${id}: ${label}`) : both("不指明是谁或何处", "Not said who or where")));
    fold();
  }
  function fold() { found.hidden = true; at = -1; typed.setAttribute("aria-expanded", "false"); typed.removeAttribute("aria-activedescendant"); }
  async function look() {
    const mine = ++asked, text = typed.value.trim();
    let records = [];
    try { if (kind !== "NONE") records = (await findRecords(kind, text)).records; } catch (error) { warn(error.message); }
    if (mine !== asked) return;
    options = records.map((one) => ({ id: one.id, label: one.names.join("、"), more: [one.id, ...one.identifiers, `${one.articles} ×`].join(" · ") }));
    if (text) options.push({ id: "new", label: text, more: words("新建记录", "new record") });
    options.push({ id: "", label: words("（不指明）", "(not said)"), more: "" });
    found.replaceChildren(...options.map((one, n) => {
      const item = make("li", { id: `bk-option-${n}`, role: "option", "aria-selected": "false" }, make("span", {}, one.label), make("small", {}, one.more));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(one.id, one.label); });
      return item;
    }));
    at = -1;
  }
  function unfold() { found.hidden = false; typed.setAttribute("aria-expanded", "true"); }
  function point(to) {
    unfold();
    at = (to + options.length) % options.length;
    Array.from(found.children).forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    typed.setAttribute("aria-activedescendant", `bk-option-${at}`);
    found.children[at].scrollIntoView({ block: "nearest" });
  }
  typed.addEventListener("input", () => { choose("", ""); options = []; found.replaceChildren(); look().then(() => { if (document.activeElement === typed) unfold(); }); });
  typed.addEventListener("focus", () => look());
  typed.addEventListener("blur", fold);
  typed.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); if (options.length) point(at + 1); else { const mine = look().then(() => { point(0); if (pointing === mine) pointing = null; }); pointing = mine; } }
    else if (event.key === "ArrowUp") { event.preventDefault(); if (options.length) point(at < 0 ? options.length - 1 : at - 1); }
    else if (event.key === "Enter" && pointing) { event.preventDefault(); pointing.then(() => choose(options[at].id, options[at].label)); }
    else if (event.key === "Enter" && at >= 0 && !found.hidden) { event.preventDefault(); choose(options[at].id, options[at].label); }
    else if (event.key === "Escape" && !found.hidden) { event.preventDefault(); event.stopPropagation(); fold(); }
  });
  choose(record, record ? (known.label || known.quote) : "");
  open(words("标名称", "Tag a name"), [kinds, more], () => submit("tag", {
    ...state.chosen, kind, record: kind === "NONE" ? "" : record, name: typed.value.trim(), identifier: kind === "NONE" ? "" : identifier.value.trim(), register: register.value, text: "",
  }, ["名称已标", "Name tagged"]), kinds.querySelector(":checked"));
}

export function move() {
  if (!state.chosen) return nothing();
  const { articles, blocks } = state.outline, here = blocks.find((one) => one.id === state.chosen.element);
  if (!here) return nothing();
  const to = make("select", {}, articles.map((one) => make("option", { value: one.id, selected: one.id === here.article }, `${one.id.split(".").at(-1)} ${one.title}${one.id === here.article ? words("（现在这篇）", " (this one)") : ""}`)),
    make("option", { value: "new" }, words("自成一篇", "an article of its own")));
  const after = make("select", {});
  function places() {
    const inside = blocks.filter((one) => one.article === to.value && one.id !== here.id && one.kind === "p");
    after.replaceChildren(make("option", { value: "" }, words("按体例：题归题，文接文末", "where such a thing stands")), ...(here.kind === "p" ? inside.map((one) => make("option", { value: one.id }, `${words("接在", "after")} ${one.id.split(".").at(-1)} ${one.words}`)) : []));
    after.disabled = after.length < 2;
  }
  to.addEventListener("change", places);
  places();
  open(words("移到别篇", "Move"), [labelled(both(`把 ${here.id.split(".").at(-1)}「${here.words}」移到`, `Move ${here.id.split(".").at(-1)} “${here.words}” to`), to), labelled(both("位置", "Place"), after)],
    () => submit("move", { element: here.id, to: to.value, after: after.value || undefined }, ["已移动", "Moved"]), to);
}

function nothing() {
  warn(words("先选中文字，或用 j、k 选段落。", "Select some text first, or go to a paragraph with j and k."));
}
