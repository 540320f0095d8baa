// Somebody wrote first: theirs, mine and the text as it is now, side by side; nothing is thrown away unless one says so.
import { both, button, labelled, make, words } from "./words.js";
import { state } from "./state.js";

const NAMES = {
  comment: ["评论", "a comment"], correct: ["更正", "a correction"], tag: ["标名称", "a name"], move: ["移动", "a move"], judge: ["判断", "a verdict"],
  edit: ["改评论", "a changed comment"], delete: ["删除", "a deletion"], withdraw: ["撤回更正", "a withdrawal"], amend: ["改更正", "a changed correction"], back: ["放回", "a move back"], undo: ["撤销", "an undoing"],
};

/** Ask what to do. Resolves to null (theirs), or to {change, facts} to be sent upon what stands there now. */
export function merge({ current, text, sent }) {
  const { change, facts } = sent, theirs = difference(state.view, current);
  const at = facts.quote ? nearest(text, facts.quote, facts.start) : -1;
  const over = facts.quote && at < 0 ? overwritten(current, facts) : null;
  const mine = make("textarea", { rows: 4, value: facts.text || "", disabled: !("text" in facts) });
  const dialog = make("dialog", { className: "bk-dialog bk-merge", "aria-labelledby": "bk-merge-title" });
  return new Promise((resolve) => {
    let answer = null;
    const done = (value) => () => { answer = value && value(); dialog.close(); };
    const keepMine = () => rebased(sent, current, at, over, mine.value);
    dialog.append(
      make("h2", { id: "bk-merge-title" }, both("别人刚改过本期：怎么办？", "Somebody has just changed this issue: what now?")),
      make("div", { className: "bk-columns" },
        make("section", { "aria-label": words("别人的", "Theirs") }, make("h3", {}, both("别人的（已保存）", "Theirs (saved)")), make("ul", {}, theirs)),
        make("section", { "aria-label": words("您的", "Yours") }, make("h3", {}, both("您的（未保存）", "Yours (not saved)")), make("p", {}, both(...(NAMES[change] || [change, change])), facts.quote ? [" 「", make("q", {}, facts.quote), "」"] : ""),
          "text" in facts ? labelled(both("可在此改", "Edit here"), mine) : ""),
        make("section", { "aria-label": words("现在的文字", "The text now") }, make("h3", {}, both("现在的文字", "The text now")), make("p", { className: "bk-now-text" }, now(text, facts.quote, at)),
          over ? make("p", { className: "bk-alarm" }, both(`这几个字已被更正：${over.sic} → ${over.corr}（${over.author}）`, `These words have been corrected: ${over.sic} → ${over.corr} (${over.author})`)) : "",
          facts.quote && at < 0 && !over ? make("p", { className: "bk-alarm" }, both("您选的文字已不在此段。", "The words that you selected are not there any more.")) : "")),
      make("div", { className: "bk-actions" },
        button(both("用别人的，放弃我的", "Keep theirs, drop mine"), done(null)),
        button(change === "correct" && over ? both("用我的（别人的留在历史里）", "Keep mine (theirs stays in the history)") : both("都留：存我的", "Keep both: save mine"), done(keepMine), { className: "bk-main" }),
        change === "correct" && over ? button(both("都留：我的存为评论", "Keep both: mine as a comment"), done(() => asComment(over, text, facts, mine.value))) : "",
        button(both("先不定", "Not yet"), done(() => ({ later: true })))));
    dialog.addEventListener("cancel", () => { answer = { later: true }; });
    dialog.addEventListener("close", () => { dialog.remove(); resolve(answer); });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector(".bk-main").focus();
  });
}

/** What somebody else did since: what they said, corrected and took away; of anything else what the history tells. */
function difference(before, now) {
  const same = (one) => JSON.stringify({ ...one, start: 0, end: 0, changed: false }), key = (one) => `${one.id} ${same(one)}`;
  const said = (one) => (one.sic === undefined ? [make("b", {}, one.author), " ", one.quote ? make("q", {}, one.quote) : one.target.split(".").at(-1), ` ${one.text}`] : [make("b", {}, one.author), ` ${one.sic} → ${one.corr}`]);
  const items = [];
  for (const list of ["annotations", "corrections"]) {
    const old = new Set(before[list].map(key)), left = new Set(now[list].map((one) => one.id));
    for (const one of now[list]) if (!old.has(key(one))) items.push(make("li", {}, said(one)));
    for (const one of before[list]) if (!left.has(one.id)) items.push(make("li", {}, both("删去：", "Taken away: "), said(one)));
  }
  const seen = new Set(before.history.map((one) => JSON.stringify(one)));
  return items.length ? items : now.history.filter((one) => !seen.has(JSON.stringify(one))).map((one) => make("li", {}, make("b", {}, one.author), ` ${one.what}`));
}

/** My change on what stands there now. */
function rebased({ change, facts }, current, at, over, text) {
  const changed = "text" in facts ? { ...facts, text } : { ...facts };
  if (at >= 0) return { change, facts: { ...changed, start: at, end: at + Array.from(facts.quote).length } };
  if (over && change === "correct") return { change: "amend", facts: { id: over.id, text } };
  if (over && change === "comment") return asComment(over, null, facts, text);
  if (change === "edit" && !current.annotations.some((one) => one.id === facts.id)) {
    const before = state.view.annotations.find((one) => one.id === facts.id);
    if (before && before.quote) return { change: "comment", facts: { element: before.element, start: before.start, end: before.end, quote: before.quote, text } };
  }
  return { change, facts: changed };
}

/** A comment on the corrected words, which says what I would have put there. */
function asComment(over, text, facts, said) {
  const start = over.start, quote = over.corr;
  return { change: "comment", facts: { element: facts.element, start, end: start + Array.from(quote).length, quote, text: said } };
}

function overwritten(current, facts) {
  const known = new Set(state.view.corrections.map((one) => `${one.id} ${one.corr}`));
  return current.corrections.find((one) => one.element === facts.element && !known.has(`${one.id} ${one.corr}`) && (one.sic.includes(facts.quote) || facts.quote.includes(one.sic))) || null;
}

function nearest(text, quote, near) {
  const characters = Array.from(text), wanted = Array.from(quote);
  let best = -1;
  for (let at = 0; at + wanted.length <= characters.length; at++)
    if (wanted.every((one, n) => characters[at + n] === one) && (best < 0 || Math.abs(at - near) < Math.abs(best - near))) best = at;
  return best;
}

function now(text, quote, at) {
  if (!text) return both("（此处不涉及某段文字）", "(no single passage is concerned)");
  const characters = Array.from(text);
  if (at < 0) return [text.length > 160 ? `${characters.slice(0, 160).join("")}…` : text];
  const end = at + Array.from(quote).length;
  return [`${at > 40 ? "…" : ""}${characters.slice(Math.max(0, at - 40), at).join("")}`, make("mark", {}, quote), `${characters.slice(end, end + 60).join("")}${end + 60 < characters.length ? "…" : ""}`];
}
