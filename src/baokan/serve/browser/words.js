// Elements and words of the interface. All that is shown is set as text, never as markup.

/** An element with properties (className, type …), attributes (with "-" or role, for) and children. */
export function make(tag, facts = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Both languages of the interface; the edition's style sheet shows the one that the reader chose. */
export function both(zh, en) {
  return [make("span", { className: "ui", lang: "zh-Hans" }, zh), make("span", { className: "ui", lang: "en" }, en)];
}

/** The words in the language chosen now, for places that hold text only. */
export const words = (zh, en) => (document.documentElement.dataset.ui === "en" ? en : zh);

export function button(label, act, facts = {}) {
  const made = make("button", { type: "button", ...facts }, label);
  made.addEventListener("click", act);
  return made;
}

export function labelled(label, field, facts = {}) {
  return make("label", facts, make("span", {}, label), field);
}

export const KINDS = { PER: ["人名", "Person"], LOC: ["地名", "Place"], ORG: ["机构", "Organisation"], NONE: ["不是名称", "No name"] };
export const CERTS = { low: ["没把握", "unsure"], medium: ["大致有把握", "fairly sure"], high: ["有把握", "sure"] };
export const WHATS = {
  join: ["接缝", "Join"], article: ["稿件的范围", "Extent of the article"], head: ["标题", "Headline"], byline: ["署名", "Byline"],
  dateline: ["电头", "Dateline"], name: ["名称", "Name"],
};
export const what = (name) => WHATS[name] || [name, name];
