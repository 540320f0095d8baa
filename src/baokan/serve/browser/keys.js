// Everything by keyboard: single keys that can be switched off, and a list of them.
import { both, button, make } from "./words.js";

const KEYS = [
  ["n", "p", "下一处、上一处待查", "next, previous to check"], ["y", "x", "判为对、错", "judge right, wrong"],
  ["j", "k", "下一段、上一段", "next, previous paragraph"], ["→", "←", "选下一字、上一字", "select the next, the previous character"],
  ["Shift →", "Shift ←", "选区加长、缩短", "longer, shorter selection"], ["s", "", "键入要选的文字", "type the words to select"],
  ["c", "", "评论", "comment"], ["e", "", "更正", "correct"], ["t", "", "标名称", "tag a name"], ["m", "", "移到别篇", "move to another article"],
  ["u", "", "撤销", "undo"], ["l", "", "标注列表", "list of annotations"], ["Ctrl Enter", "", "保存", "save"], ["Esc", "", "取消、收起", "cancel, close"], ["?", "", "本表", "this list"],
];
let on = true;
try { on = localStorage.getItem("baokan-keys") !== "off"; } catch { /* private window */ }

/** Listen; acts: key -> what it does. */
export function listen(acts) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") { acts.Escape(); return; }
    if (!on || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const key = event.key.startsWith("Arrow") ? (event.shiftKey ? "Shift" : "") + event.key : event.key;
    if (event.target.closest("button, a, summary") && key.includes("Arrow")) return;
    if (acts[key] && acts[key]() !== false) event.preventDefault();
  });
}

export function help() {
  const tick = make("input", { type: "checkbox", checked: on });
  tick.addEventListener("change", () => {
    on = tick.checked;
    try { localStorage.setItem("baokan-keys", on ? "on" : "off"); } catch { /* private window */ }
  });
  const dialog = make("dialog", { className: "bk-dialog", "aria-labelledby": "bk-help-title" },
    make("h2", { id: "bk-help-title" }, both("快捷键", "Keyboard")),
    make("dl", { className: "bk-keys" }, KEYS.map(([one, other, zh, en]) => [make("dt", {}, make("kbd", {}, one), other ? [" ", make("kbd", {}, other)] : ""), make("dd", {}, both(zh, en))])),
    make("label", { className: "bk-tick" }, tick, both("启用单键快捷键", "Single keys are on")));
  dialog.append(make("div", { className: "bk-actions" }, button(both("关闭", "Close"), () => dialog.close(), { className: "bk-main" })));
  const before = document.activeElement;
  dialog.addEventListener("close", () => { dialog.remove(); if (before) before.focus(); });
  document.body.append(dialog);
  dialog.showModal();
}
