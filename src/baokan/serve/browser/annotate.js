// Annotating in the edition's pages: select text, say something, saved at once. All that is shown is set as text, never as HTML.
"use strict";
(() => {
  const found = location.pathname.match(/\/issues\/([^/]+)\//);
  if (!found) return;
  const issue = decodeURIComponent(found[1]);
  const api = `/api/issues/${encodeURIComponent(issue)}`;
  // What the reading text leaves out, and what the edition adds to it.
  const LEFT_OUT = ".surplus, .sic, .orig, .rdg, .pb, .seam, .gap, .here, .noteref, .ui, .dateline.runin";
  let version = "", chosen = null;

  const make = (name, text = "", facts = {}) => Object.assign(document.createElement(name), { textContent: text }, facts);
  const button = (text, act) => { const b = make("button", text, { type: "button" }); b.addEventListener("click", act); return b; };
  const panel = make("details", "", { id: "bk-annotate" });
  const author = make("input", "", { maxLength: 80, value: localStorage.getItem("baokan-author") || "" });
  const words = make("p", "先选中文字 / Select some text first");
  const said = make("textarea", "", { rows: 3 });
  const alarm = make("p"), list = make("ul");
  alarm.setAttribute("role", "alert");
  const label = (text, field) => { const l = make("label", text); l.append(field); return l; };

  function counted(node, block) {
    const outer = node.parentElement.closest(LEFT_OUT);
    return !(outer && block.contains(outer) && outer !== block);
  }
  function textNodes(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) if (counted(walker.currentNode, block)) nodes.push(walker.currentNode);
    return nodes;
  }
  function blockOf(node) {
    let element = node.nodeType === 1 ? node : node.parentElement;
    while (element && !(element.id.startsWith(issue + ".") && /\.[a-z]+\d+$/.test(element.id) && !element.matches(".seam, article, aside, section, ins, del, .choice"))) element = element.parentElement;
    return element;
  }
  const size = (text) => Array.from(text).length; // characters, not UTF-16 units
  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0), block = blockOf(range.startContainer);
    if (!block || blockOf(range.endContainer) !== block) return null;
    let at = 0, start = -1, end = -1, quote = "";
    for (const node of textNodes(block)) {
      if (range.intersectsNode(node)) {
        const from = node === range.startContainer ? range.startOffset : 0;
        const to = node === range.endContainer ? range.endOffset : node.data.length;
        if (to > from) {
          if (start < 0) start = at + size(node.data.slice(0, from));
          end = at + size(node.data.slice(0, to));
          quote += node.data.slice(from, to);
        }
      }
      at += size(node.data);
    }
    return quote ? { element: block.id, start, end, quote } : null;
  }
  document.addEventListener("selectionchange", () => {
    if (panel.contains(document.activeElement) && document.activeElement !== panel) return;
    const now = selected();
    if (now) { chosen = now; words.textContent = `「${now.quote}」`; panel.open = true; }
  });

  async function send(change, facts) {
    alarm.textContent = "";
    if (!author.value.trim()) { panel.open = true; author.focus(); alarm.textContent = "请先写下您的姓名 / Your name, please"; return; }
    localStorage.setItem("baokan-author", author.value.trim());
    const answer = await fetch(`${api}/${change}`, {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...facts, author: author.value, version }),
    });
    const value = await answer.json();
    if (answer.ok) {
      said.value = "";
      show(value);
      if (["correct", "withdraw", "undo"].includes(change)) location.reload();
    } else if (answer.status === 409 && value.current) {
      // Both versions: theirs in the list, yours stays in the field, to be sent again by its author.
      show(value.current);
      if (facts.text) said.value = facts.text;
      alarm.textContent = `别人刚改过本期，您的内容尚未保存。/ Somebody has changed this issue; yours is not saved.\n您的 / yours: ${facts.text || change}\n现有的见下，再按一次即保存。/ What is there now is below; press again to save.`;
    } else alarm.textContent = [value.error, ...(value.findings || [])].join("\n");
  }
  const onChosen = (change, more = {}) => () => chosen ? send(change, { ...chosen, text: said.value, ...more }) : (alarm.textContent = words.textContent);

  function show(value) {
    version = value.version;
    list.replaceChildren(...value.annotations.map((one) => {
      const item = make("li");
      if (one.quote) item.append(make("q", one.quote), one.changed ? " (原文已改 / changed) " : " ");
      item.append(make("span", `${one.author}: ${one.text}`));
      if (one.author === author.value.trim()) item.append(
        button("改 / Edit", () => send("edit", { id: one.id, text: said.value })), button("删 / Delete", () => send("delete", { id: one.id })));
      return item;
    }), ...value.corrections.map((one) => {
      const item = make("li", `${one.author}: ${one.sic} → ${one.corr} `);
      if (one.id && one.author === author.value.trim()) item.append(button("撤回 / Withdraw", () => send("withdraw", { id: one.id })));
      return item;
    }));
  }
  function seams() {
    for (const block of new Set(Array.from(document.querySelectorAll(".seam"), blockOf))) if (block) {
      block.querySelectorAll(".seam").forEach((seam, number) => {
        seam.title = "接缝 / seam";
        seam.addEventListener("click", () => {
          panel.open = true;
          const ask = make("p", "这处接得对吗？/ Is this join right? ");
          for (const [text, verdict] of [["对 / Right", "right"], ["错 / Wrong", "wrong"]])
            ask.append(button(text, () => { send("join", { element: block.id, seam: number, verdict, text: said.value }); ask.remove(); }));
          panel.insertBefore(ask, list);
        });
      });
    }
  }
  document.addEventListener("DOMContentLoaded", async () => {
    panel.append(make("summary", "标注 / Annotate"), label("姓名 / Name ", author), words, label("内容 / Text ", said),
      button("评论 / Comment", onChosen("comment")), button("更正 / Correct", onChosen("correct")), button("撤销 / Undo", () => send("undo", {})), alarm, list);
    document.body.append(panel);
    seams();
    const answer = await fetch(api);
    if (answer.ok) show(await answer.json()); else alarm.textContent = (await answer.json()).error;
  });
})();
