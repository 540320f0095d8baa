/* The reader's side of a page: settings that stay, citations and quotations to copy, the page view tied to its text.
   Pages read without it; it never makes markup from text. */
(function () {
  "use strict";
  var root = document.documentElement;
  var NAMES = ["ui", "theme", "setting", "size", "text", "marks", "seams", "cert", "names"];
  function stored(name) { try { return localStorage.getItem("baokan." + name) || ""; } catch (e) { return ""; } }
  function store(name, value) { try { if (value) localStorage.setItem("baokan." + name, value); else localStorage.removeItem("baokan." + name); } catch (e) { /* private window */ } }
  function set(name, value) { if (value) root.dataset[name] = value; else delete root.dataset[name]; }
  NAMES.forEach(function (name) { set(name, stored(name)); });
  if (!root.dataset.ui) set("ui", /^zh/.test(navigator.language || "zh") ? "zh" : "en");

  function words(zh, en) { return root.dataset.ui === "en" ? en : zh; }
  function make(tag, className, text) { var e = document.createElement(tag); if (className) e.className = className; if (text) e.textContent = text; return e; }
  window.baokan = window.baokan || {};
  window.baokan.words = words;
  window.baokan.make = make;

  document.addEventListener("DOMContentLoaded", function () { settings(); citations(); quoting(); sheet(); vertical(); });

  function settings() {
    var panel = document.querySelector(".settings .panel");
    if (!panel) return;
    panel.querySelectorAll("input").forEach(function (input) {
      var value = root.dataset[input.name] || "";
      input.checked = input.type === "checkbox" ? value === "on" : input.value === value;
    });
    panel.addEventListener("change", function (event) {
      var input = event.target;
      var value = input.type === "checkbox" ? (input.checked ? "on" : "") : input.value;
      set(input.name, value);
      store(input.name, value);
      vertical();
      document.dispatchEvent(new CustomEvent("baokan-setting"));
    });
    panel.addEventListener("submit", function (event) { event.preventDefault(); });
    var details = panel.closest("details");
    document.addEventListener("keydown", function (event) { if (event.key === "Escape" && details.open) { details.open = false; details.querySelector("summary").focus(); } });
    document.addEventListener("click", function (event) { if (details.open && !details.contains(event.target)) details.open = false; });
  }

  /* a vertical text begins at its right edge, and the wheel moves along it */
  function vertical() {
    document.querySelectorAll(".article-page .item").forEach(function (item) {
      var is = getComputedStyle(item).writingMode === "vertical-rl";
      if (is) item.tabIndex = 0; else item.removeAttribute("tabindex");
      if (!is || item.dataset.wheel) return;
      item.dataset.wheel = "on";
      item.addEventListener("wheel", function (event) {
        if (getComputedStyle(item).writingMode !== "vertical-rl" || Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.ctrlKey) return;
        var before = item.scrollLeft;
        item.scrollLeft -= event.deltaY;
        if (item.scrollLeft !== before) event.preventDefault();
      }, { passive: false });
    });
  }

  function copy(text, button) {
    function said(done) {
      var label = button.textContent;
      button.textContent = done ? words("已复制", "Copied") : words("无法复制", "Can't copy");
      setTimeout(function () { button.textContent = label; }, 1500);
    }
    if (navigator.clipboard && navigator.clipboard.writeText) navigator.clipboard.writeText(text).then(function () { said(true); }, function () { said(byHand(text)); });
    else said(byHand(text));
  }
  function byHand(text) {
    var area = make("textarea", "hidden");
    area.value = text;
    document.body.append(area);
    area.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (e) { done = false; }
    area.remove();
    return done;
  }

  function citations() {
    document.querySelectorAll("pre[data-cite]").forEach(function (pre) {
      var button = make("button", "copy", words("复制", "Copy"));
      button.type = "button";
      button.append(make("span", "hidden", " " + pre.closest("dd").previousElementSibling.textContent));
      button.addEventListener("click", function () { copy(pre.textContent, button); });
      pre.after(button);
    });
  }

  /* the text of a selection as it is read: without links of ours and without what is not shown */
  function selectedText(range) {
    var fragment = range.cloneContents();
    var source = root.dataset.text === "source";
    fragment.querySelectorAll(".here, .seam, .pb, .rdg, .noteref, " + (source ? ".supplied, .corr" : ".surplus, .sic")).forEach(function (e) { e.remove(); });
    var parts = [];
    var blocks = fragment.querySelectorAll("p, .p, h1, h2, h3");
    if (!blocks.length) return fragment.textContent.trim();
    blocks.forEach(function (block) { if (block.textContent.trim()) parts.push(block.textContent.trim()); });
    return parts.join("\n");
  }
  function blockOf(node) { var e = node.nodeType === 1 ? node : node.parentElement; return e && e.closest(".text [id], .item [id], article[id]"); }

  /* a quotation carries its source and the address of the passage */
  function quoting() {
    var article = document.querySelector(".article-page article");
    var cite = document.querySelector("pre[data-cite='gbt7714']");
    if (!article || !cite) return;
    var button = make("button", "quote-tool");
    button.type = "button";
    button.hidden = true;
    document.body.append(button);
    function place() {
      var selection = getSelection();
      var range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
      button.hidden = !range || !article.contains(range.commonAncestorContainer) || !selectedText(range);
      if (button.hidden) return;
      var box = range.getBoundingClientRect();
      button.textContent = words("复制引文与出处", "Copy quotation with source");
      button.style.left = Math.max(8, Math.min(box.left + scrollX, scrollX + innerWidth - 200)) + "px";
      button.style.top = (box.bottom + scrollY + 8) + "px";
    }
    document.addEventListener("selectionchange", function () { clearTimeout(place.timer); place.timer = setTimeout(place, 150); });
    button.addEventListener("mousedown", function (event) { event.preventDefault(); });
    button.addEventListener("click", function () {
      var range = getSelection().getRangeAt(0);
      var text = selectedText(range);
      var block = blockOf(range.startContainer);
      var canonical = document.querySelector("link[rel='canonical']");
      var address = (canonical ? canonical.href : location.href.replace(/#.*/, "")) + (block ? "#" + block.id : "");
      copy("“" + text + "”\n" + cite.textContent.trim() + "\n" + address, button);
    });
  }

  /* the page view: zones and text light each other up, a click goes from one to the other */
  function sheet() {
    var pane = document.querySelector(".sheet-pane");
    if (!pane) return;
    var zonesOf = new Map();
    pane.querySelectorAll("a.zone").forEach(function (zone) {
      var id = decodeURIComponent((zone.getAttribute("href") || "#").slice(1));
      if (!zonesOf.has(id)) zonesOf.set(id, []);
      zonesOf.get(id).push(zone);
    });
    var units = new Map();
    zonesOf.forEach(function (zones, id) { var unit = document.getElementById(id); if (unit) units.set(unit, zones); });
    function light(unit, on) {
      (units.get(unit) || []).forEach(function (zone) { zone.classList.toggle("lit", on); });
      unit.classList.toggle("lit", on);
    }
    function unitOf(node) { var e = node; while (e && !units.has(e)) e = e.parentElement; return e; }
    function targetOf(zone) { return document.getElementById(decodeURIComponent(zone.getAttribute("href").slice(1))); }
    units.forEach(function (zones, unit) {
      zones.forEach(function (zone) {
        zone.addEventListener("mouseenter", function () { light(unit, true); });
        zone.addEventListener("mouseleave", function () { light(unit, false); });
        zone.addEventListener("focus", function () { light(unit, true); });
        zone.addEventListener("blur", function () { light(unit, false); });
      });
    });
    var reading = document.querySelector(".reading-pane");
    reading.addEventListener("mouseover", function (event) { var unit = unitOf(event.target); if (unit) light(unit, true); });
    reading.addEventListener("mouseout", function (event) { var unit = unitOf(event.target); if (unit) light(unit, false); });
    reading.addEventListener("click", function (event) {
      if (event.target.closest("a, button") || String(getSelection())) return;
      var unit = unitOf(event.target);
      if (!unit) return;
      var zone = units.get(unit)[0];
      zone.scrollIntoView({ block: "nearest", inline: "nearest" });
      pane.querySelectorAll(".pinned").forEach(function (z) { z.classList.remove("pinned", "lit"); });
      units.get(unit).forEach(function (z) { z.classList.add("pinned", "lit"); });
    });
    pane.addEventListener("click", function (event) {
      var zone = event.target.closest("a.zone");
      var unit = zone && targetOf(zone);
      if (!unit) return;
      event.preventDefault();
      unit.scrollIntoView({ block: "center" });
      document.querySelectorAll(".reading-pane .lit").forEach(function (e) { e.classList.remove("lit"); });
      unit.classList.add("lit");
      try { history.replaceState(null, "", "#" + unit.id); } catch (e) { /* a folder without a server */ }
    });
    zoom(pane);
  }

  function zoom(pane) {
    var drawing = pane.querySelector("svg.sheet, .schematic");
    if (!drawing) return;
    var tools = make("div", "sheet-tools");
    var scale = 1;
    function apply(next) {
      scale = Math.min(6, Math.max(.5, next));
      if (drawing.matches("svg")) { drawing.style.width = scale * 100 + "%"; drawing.style.maxWidth = "none"; } else drawing.style.fontSize = .78 * scale + "rem";
      pane.dataset.scale = scale.toFixed(2);
    }
    [["−", ["缩小", "Smaller"], function () { apply(scale / 1.25); }], ["+", ["放大", "Larger"], function () { apply(scale * 1.25); }], ["1:1", ["1:1 还原", "Reset"], function () { apply(1); }]].forEach(function (row) {
      var button = make("button", "", row[0]);
      button.type = "button";
      button.title = row[1].join(" / ");
      button.setAttribute("aria-label", row[1].join(" / "));
      button.addEventListener("click", row[2]);
      tools.append(button);
    });
    var seams = document.getElementById("seams");
    if (seams && pane.querySelector("[data-seam]")) {
      var button = make("button", "", words("接缝", "Seams"));
      button.type = "button";
      button.setAttribute("aria-pressed", String(seams.checked));
      button.addEventListener("click", function () { seams.click(); });
      seams.addEventListener("change", function () { button.setAttribute("aria-pressed", String(seams.checked)); });
      tools.append(button);
    }
    pane.prepend(tools);
    pane.addEventListener("wheel", function (event) { if (event.ctrlKey) { event.preventDefault(); apply(scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1)); } }, { passive: false });
  }
})();
