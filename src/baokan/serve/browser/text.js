// From the page to offsets in the text as the server reads it, and back. Offsets count characters (code points).

// What the reading text leaves out, and what the edition adds to it.
const LEFT_OUT = ".surplus, .sic, .orig, .rdg, .pb, .seam, .gap, .here, .noteref, .ui, .runin, .no-picture";
export const size = (text) => Array.from(text).length;
let known = new Set(); // xml:ids of the blocks

export function setBlocks(ids) { known = new Set(ids); }

/** The head, paragraph, byline … that a node stands in; null outside of the text. */
export function blockOf(node) {
  let element = node && (node.nodeType === 1 ? node : node.parentElement);
  while (element && !known.has(element.id)) element = element.parentElement;
  return element || null;
}

export const blocksHere = () => Array.from(document.querySelectorAll("article [id], aside.item [id], .reading-pane [id]")).filter((e, n, all) => known.has(e.id) && all.indexOf(e) === n);

function counted(node, block) {
  let element = node.parentElement;
  while (element && element !== block) {
    if (element.matches(LEFT_OUT) || known.has(element.id)) return false;
    element = element.parentElement;
  }
  return true;
}

export function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), nodes = [];
  while (walker.nextNode()) if (counted(walker.currentNode, block)) nodes.push(walker.currentNode);
  return nodes;
}

export const textOf = (block) => textNodes(block).map((node) => node.data).join("");

/** {element, start, end, quote} of a range within one block; null for any other. */
export function rangeToPlace(range) {
  const block = blockOf(range.startContainer);
  if (!block || range.collapsed || blockOf(range.endContainer) !== block) return null;
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

/** The range of text[start:end] of a block; null when it isn't on this page. */
export function placeToRange({ element, start, end }) {
  const block = document.getElementById(element);
  if (!block) return null;
  const range = document.createRange();
  let at = 0, begun = false;
  for (const node of textNodes(block)) {
    const characters = Array.from(node.data);
    const utf16 = (n) => characters.slice(0, n).join("").length;
    if (!begun && start < at + characters.length) { range.setStart(node, utf16(start - at)); begun = true; }
    if (begun && end <= at + characters.length) { range.setEnd(node, utf16(end - at)); return range; }
    at += characters.length;
  }
  return null;
}

/** The place of an offset under the pointer; null where there is no text. */
export function pointToPlace(x, y) {
  let node = null, offset = 0;
  if (document.caretPositionFromPoint) ({ offsetNode: node, offset } = document.caretPositionFromPoint(x, y) || { offsetNode: null, offset: 0 });
  else if (document.caretRangeFromPoint) { const range = document.caretRangeFromPoint(x, y); if (range) { node = range.startContainer; offset = range.startOffset; } }
  const block = node && node.nodeType === 3 ? blockOf(node) : null;
  if (!block) return null;
  let at = 0;
  for (const each of textNodes(block)) {
    if (each === node) return { element: block.id, at: at + size(each.data.slice(0, offset)) };
    at += size(each.data);
  }
  return null;
}

/** Where words stand in a block's text: the place nearest to `near`; -1 when they aren't there. */
export function findWords(block, quote, near = 0) {
  const text = Array.from(textOf(block)), wanted = Array.from(quote);
  let best = -1;
  for (let at = 0; at + wanted.length <= text.length; at++) {
    if (wanted.every((character, n) => text[at + n] === character) && (best < 0 || Math.abs(at - near) < Math.abs(best - near))) best = at;
  }
  return best;
}
