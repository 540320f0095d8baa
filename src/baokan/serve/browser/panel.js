// The panel: a bar that is always there, and under it what is being done. It never covers what it is about.
import { both, button, make } from "./words.js";

const root = document.documentElement;
export const status = make("p", { className: "bk-status", role: "status", "aria-live": "polite" });
export const alarm = make("p", { className: "bk-alarm", role: "alert" });
export const chosenPart = make("section", { className: "bk-chosen", hidden: true, "aria-label": "选中的文字 / selected words" });
export const checkPart = make("section", { className: "bk-check", hidden: true, "aria-label": "待查 / to check" });
export const listPart = make("section", { className: "bk-list", hidden: true, "aria-label": "已有标注 / annotations" });
export const count = make("b", {}, "0");
export const left = make("span", { className: "bk-left" });
const body = make("div", { id: "bk-body" }, chosenPart, checkPart, listPart);
let toggle = null;

export const panel = make("aside", { id: "bk-annotate", "aria-label": "标注 / Annotating" });

/** Build the panel; actions: list, previous, next, undo, help. */
export function build(actions) {
  toggle = button([...both("标注", "Annotations"), count], actions.list, { "aria-expanded": "false", "aria-controls": "bk-body", className: "bk-toggle" });
  panel.append(
    make("div", { className: "bk-bar" },
      toggle,
      make("span", { className: "bk-group", role: "group", "aria-label": "待查 / to check" },
        button("‹", actions.previous, { "aria-label": "上一处待查 / previous to check", title: "p" }), left,
        button("›", actions.next, { "aria-label": "下一处待查 / next to check", title: "n" })),
      button(both("撤销", "Undo"), actions.undo, { title: "u" }),
      button("？", actions.help, { "aria-label": "快捷键 / keyboard shortcuts", title: "?" })),
    status, alarm, body);
  document.body.append(panel);
  new ResizeObserver(() => root.style.setProperty("--bk-height", `${panel.offsetHeight}px`)).observe(panel);
}

/** Show one part of the panel, or none of them. */
export function show(part) {
  for (const each of [chosenPart, checkPart, listPart]) each.hidden = each !== part && !(part && wide() && each === listPart);
  root.classList.toggle("bk-open", Boolean(part));
  toggle.setAttribute("aria-expanded", String(!listPart.hidden));
}
export const wide = () => matchMedia("(min-width: 60rem)").matches;
export const shown = () => [chosenPart, checkPart, listPart].find((part) => !part.hidden) || null;

/** Tell what happened; `shown` that the panel shows it already, so that it is only read out. */
export function say(text, shown = false) {
  alarm.textContent = "";
  status.textContent = text;
  status.classList.toggle("bk-unseen", shown);
}
export function warn(text) { status.textContent = ""; alarm.textContent = text; }

/** Bring a range or an element into the part of the window that the panel leaves free. */
export function bringIntoView(thing) {
  const element = thing.nodeType ? thing : thing.startContainer.parentElement;
  if (getComputedStyle(element).writingMode !== "horizontal-tb") element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  const box = thing.getBoundingClientRect(), free = innerHeight - (wide() ? 0 : panel.offsetHeight);
  if (box.top < 60 || box.bottom > free - 16) scrollBy({ top: box.top - Math.max(80, free / 3), behavior: "instant" });
}
