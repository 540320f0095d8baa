// What is known of the issue, and the requests that change it.
import { words } from "./words.js";

const meta = document.querySelector("meta[name='baokan-issue']");
export const issue = meta ? meta.content : "";
const api = `/api/issues/${encodeURIComponent(issue)}`;
export const state = { view: null, outline: null, names: [], chosen: null, check: null };
const CHANGE_THE_TEXT = ["correct", "amend", "withdraw", "move", "back", "undo"];

export function author(name) {
  try {
    if (name !== undefined) localStorage.setItem("baokan-author", name.trim());
    return localStorage.getItem("baokan-author") || "";
  } catch { return name || ""; }
}

async function get(path) {
  const answer = await fetch(path);
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error);
  return value;
}

export const readView = () => get(api);
export const readOutline = () => get(`${api}/outline`);
export const readNames = () => get(`${api}/names`);
export const findRecords = (kind, typed) => get(`/api/records?kind=${encodeURIComponent(kind)}&q=${encodeURIComponent(typed)}`);

/** Send a change. Returns {ok, value}, or {stale, current, sent}, or {error}. */
export async function send(change, facts) {
  let answer, value;
  try {
    answer = await fetch(`${api}/${change}`, {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...facts, author: author(), version: state.view.version }),
    });
    value = await answer.json();
  } catch {
    return { error: words("服务器没有回应，内容仍在表单里。", "The server doesn't answer; what you wrote is still in the form.") };
  }
  if (answer.ok) return { ok: true, value, moved: CHANGE_THE_TEXT.includes(change) };
  if (answer.status === 409 && value.current) return { stale: true, current: value.current, text: value.text, sent: { change, facts } };
  return { error: [value.error, ...(value.findings || [])].join("\n") };
}

/** What has to be told, and where to be, after the page was loaded again. */
export function keepForReload(message, focus) {
  try { sessionStorage.setItem("baokan-after", JSON.stringify({ message, focus })); } catch { /* private window */ }
}
export function keptForReload() {
  try {
    const kept = JSON.parse(sessionStorage.getItem("baokan-after"));
    sessionStorage.removeItem("baokan-after");
    return kept || {};
  } catch { return {}; }
}
