/* Search over the whole site. The index comes in pieces, each a script (so that it also loads from a folder without a server):
   search/index.js says what there is, search/p/….js has the places of pairs of characters, search/t/….js an issue's texts for the lines.
   A phrase is found by the pairs that cover it, a single character by the pairs that it begins: nothing missed, nothing guessed. */
(function () {
  "use strict";
  var LINES = 20, CONTEXT = 26;
  var baokan = window.baokan, words = baokan.words, make = baokan.make;
  var head = null, fold = null, starts = null, issueOf = null, textNames = null;
  var loaded = new Map(), waiting = new Map();

  baokan.arrived = function (name, value) { waiting.get(name)(value); };
  function load(name) {
    return new Promise(function (resolve, reject) {
      waiting.set(name, resolve);
      var script = document.createElement("script");
      script.src = "search/" + name.split("/").map(encodeURIComponent).join("/") + ".js";
      script.onerror = function () { reject(new Error(name)); };
      document.head.append(script);
    });
  }
  function cached(name) {
    if (!loaded.has(name)) loaded.set(name, load(name));
    return loaded.get(name);
  }
  /* the piece's file is called after its first pair */
  function piece(number) {
    return cached("p/" + Array.from(head.pieces[number], function (c) { return c.codePointAt(0).toString(16); }).join("-"));
  }

  /* the index's head, unfolded once */
  function open(value) {
    head = value;
    fold = new Map();
    var table = Array.from(head.fold);
    for (var i = 0; i < table.length; i += 2) fold.set(table[i], table[i + 1]);
    var count = head.lengths.length, doc = 0, at = 0;
    starts = new Uint32Array(count + 1);
    issueOf = new Uint32Array(count);
    head.issues.forEach(function (issue, number) {
      at = aligned(at, head.align);
      for (var n = 0; n < issue[3]; n++) { starts[doc] = at = aligned(at, head.step); at += head.lengths[doc]; issueOf[doc++] = number; }
    });
    starts[count] = at;
    var last = -1, nth = 0;
    textNames = head.texts.map(function (first) {
      nth = issueOf[first] === last ? nth + 1 : 1;
      last = issueOf[first];
      return "t/" + head.issues[last][0] + "." + nth;
    });
  }
  function aligned(at, step) { return Math.ceil(at / step) * step; }
  function folded(text) { return Array.from(text.replace(/\s+/g, " "), function (c) { return fold.get(c) || c; }); }

  function compare(a, b) {
    var x = Array.from(a), y = Array.from(b);
    for (var i = 0; i < x.length && i < y.length; i++) { var d = x[i].codePointAt(0) - y[i].codePointAt(0); if (d) return d; }
    return x.length - y.length;
  }
  /* the last place in a sorted list whose value is not above */
  function lastNotAbove(list, value, order) {
    var low = 0, high = list.length;
    while (low < high) { var middle = (low + high) >> 1; if (order(list[middle], value) <= 0) low = middle + 1; else high = middle; }
    return low - 1;
  }
  function byNumber(a, b) { return a - b; }

  function positions(deltas, back) {
    var out = new Uint32Array(deltas.length), at = 0;
    for (var i = 0; i < deltas.length; i++) { at += deltas[i]; out[i] = at - back; }
    return out;
  }
  async function placesOfPair(pair, back) {
    var number = lastNotAbove(head.pieces, pair, compare);
    if (number < 0) return new Uint32Array(0);
    var places = await piece(number);
    return Object.hasOwn(places, pair) ? positions(places[pair], back) : new Uint32Array(0);
  }
  async function placesOfCharacter(character) {
    var next = String.fromCodePoint(character.codePointAt(0) + 1);
    var first = Math.max(0, lastNotAbove(head.pieces, character, compare));
    var last = lastNotAbove(head.pieces, next, compare);
    var lists = [], size = 0, wanted = [];
    for (var number = first; number <= last; number++) wanted.push(piece(number));
    (await Promise.all(wanted)).forEach(function (places) {
      Object.keys(places).forEach(function (pair) {
        if (pair.codePointAt(0) === character.codePointAt(0)) { lists.push(positions(places[pair], 0)); size += places[pair].length; }
      });
    });
    var all = new Uint32Array(size), at = 0;
    lists.forEach(function (list) { all.set(list, at); at += list.length; });
    return all.sort();
  }
  async function placesOfPhrase(characters) {
    if (characters.length === 1) return placesOfCharacter(characters[0]);
    var offsets = [];
    for (var i = 0; i + 1 < characters.length; i += 2) offsets.push(i);
    if (characters.length % 2) offsets.push(characters.length - 2);
    var lists = await Promise.all(offsets.map(function (o) { return placesOfPair(characters[o] + characters[o + 1], o); }));
    lists.sort(function (a, b) { return a.length - b.length; });
    return lists.reduce(both);
  }
  function both(a, b) {
    var out = [], j = 0;
    for (var i = 0; i < a.length; i++) {
      while (j < b.length && b[j] < a[i]) j++;
      if (j < b.length && b[j] === a[i]) out.push(a[i]);
    }
    return out;
  }

  function terms(query) {
    var out = [];
    query.replace(/"([^"]*)"|“([^”]*)”|([^\s"“”]+)/g, function (all, a, b, c) { var term = (a || b || c || "").trim(); if (term) out.push(folded(term)); return ""; });
    return out;
  }

  /* {hits: [[position, length]…] in the order asked for, docs} */
  async function find(query, filter) {
    var wanted = terms(query);
    if (!wanted.length) return { hits: [], docs: 0, years: new Map() };
    var found = await Promise.all(wanted.map(placesOfPhrase));
    var byDoc = new Map();
    found.forEach(function (list, term) {
      var doc = 0;
      for (var i = 0; i < list.length; i++) {
        if (list[i] >= starts[doc + 1]) doc = lastNotAbove(starts, list[i], byNumber);
        var row = byDoc.get(doc);
        if (!row) { if (term) continue; byDoc.set(doc, row = { terms: 0, hits: [] }); }
        if (row.terms < term) continue;
        row.terms = term + 1;
        row.hits.push([list[i], wanted[term].length]);
      }
    });
    var docs = [];
    byDoc.forEach(function (row, doc) { if (row.terms === wanted.length && passes(doc, filter)) docs.push(doc); });
    var sign = filter.order === "new" ? -1 : 1;
    docs.sort(function (a, b) {
      var x = head.issues[issueOf[a]][2], y = head.issues[issueOf[b]][2];
      if (x === y) return a - b;
      if (!x || !y) return x ? -1 : 1;
      return x < y ? -sign : sign;
    });
    var hits = [], years = new Map();
    docs.forEach(function (doc) {
      var row = byDoc.get(doc).hits.sort(function (a, b) { return a[0] - b[0]; });
      var year = head.issues[issueOf[doc]][2].slice(0, 4);
      if (year) years.set(year, (years.get(year) || 0) + row.length);
      row.forEach(function (hit) { hits.push([hit[0], hit[1], doc]); });
    });
    return { hits: hits, docs: docs.length, years: years };
  }
  function passes(doc, filter) {
    var issue = head.issues[issueOf[doc]];
    if (filter.paper !== "" && issue[1] !== Number(filter.paper)) return false;
    if (filter.type !== "" && head.kinds[doc] !== Number(filter.type)) return false;
    if (filter.from && !(issue[2] && issue[2] >= filter.from)) return false;
    return !(filter.to && !(issue[2] && issue[2].slice(0, filter.to.length) <= filter.to));
  }

  /* a hit as a line: what stands before, the hit as printed, what stands after, and where */
  async function lineOf(hit) {
    var number = lastNotAbove(head.texts, hit[2], byNumber);
    var article = (await cached(textNames[number]))[hit[2] - head.texts[number]];
    var at = hit[0] - starts[hit[2]];
    for (var i = 0; i < article[2].length; i++) {
      var text = Array.from(article[2][i][1]);
      if (at <= text.length) {
        return { left: text.slice(Math.max(0, at - CONTEXT), at).join(""), said: text.slice(at, at + hit[1]).join(""), right: text.slice(at + hit[1], at + hit[1] + CONTEXT).join(""),
          href: article[0], title: article[1], anchor: article[2][i][0], issue: head.issues[issueOf[hit[2]]] };
      }
      at -= text.length + 1;
    }
    throw new Error("no such place");
  }
  function show(line) {
    var item = make("li");
    var link = make("a", "line");
    link.href = "issues/" + encodeURIComponent(line.issue[0]) + "/" + encodeURIComponent(line.href) + "#" + (line.anchor ? encodeURIComponent(line.anchor) : "") + ":~:text=" + encodeURIComponent(line.said).replace(/-/g, "%2D");
    var left = make("span", "left");
    left.append(make("bdi", "", line.left));
    link.append(left, make("mark", "", line.said), make("span", "right", line.right));
    item.append(link, make("p", "source", [line.title, head.papers[line.issue[1]], line.issue[2]].filter(Boolean).join(" · ")));
    return item;
  }

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.getElementById("search"), status = document.getElementById("status"), list = document.getElementById("hits"), more = document.getElementById("more");
    var years = make("div");
    years.id = "years";
    status.after(years);
    var asked = new URLSearchParams(location.search), ready = null, turn = 0;
    ["q", "from", "to", "order"].forEach(function (name) { if (asked.get(name)) form.elements[name].value = asked.get(name); });

    function begin() {
      if (!ready) ready = load("index").then(function (value) {
        open(value);
        fill("paper", head.papers.map(function (p) { return p || words("其他文献", "Other texts"); }));
        fill("type", head.types);
      });
      return ready;
    }
    function fill(name, labels) {
      labels.forEach(function (label, number) { var option = make("option", "", label); option.value = number; form.elements[name].append(option); });
      if (asked.get(name)) form.elements[name].value = asked.get(name);
    }
    function filter() { var e = form.elements; return { paper: e.paper.value, type: e.type.value, from: e.from.value.trim(), to: e.to.value.trim(), order: e.order.value }; }

    async function run() {
      var mine = ++turn, query = form.elements.q.value;
      list.replaceChildren(); more.replaceChildren(); years.replaceChildren();
      if (!query.trim()) { status.textContent = ""; return; }
      try {
        status.textContent = words("正在检索…", "Searching…");
        await begin();
        var began = performance.now();
        var found = await find(query, filter());
        if (mine !== turn) return;
        status.dataset.ms = (performance.now() - began).toFixed(1);
        status.dataset.hits = found.hits.length;
        status.textContent = found.hits.length ? words(found.hits.length + " 处，见于 " + found.docs + " 篇", found.hits.length + " places in " + found.docs + " items") : words("没有找到。", "Nothing found.");
        showYears(found.years);
        await page(found.hits, 0, mine);
        remember(query);
      } catch (error) {
        status.textContent = words("索引无法载入（" + error.message + "）。请刷新页面。", "The index can't be loaded (" + error.message + "). Reload the page.");
      }
    }
    async function page(hits, from, mine) {
      var lines = await Promise.all(hits.slice(from, from + LINES).map(lineOf));
      if (mine !== turn) return;
      list.replaceChildren.apply(list, lines.map(show));
      list.start = from + 1;
      status.dataset.shown = lines.length;
      more.replaceChildren();
      if (from > 0) turnTo(words("上一页", "Previous"), from - LINES);
      if (hits.length > LINES) more.append(make("span", "meta", (from + 1) + "–" + (from + lines.length) + " / " + hits.length));
      if (from + LINES < hits.length) turnTo(words("下一页", "Next"), from + LINES);
      function turnTo(label, to) {
        var button = make("button", "", label);
        button.type = "button";
        button.addEventListener("click", function () { page(hits, to, mine); status.scrollIntoView(); });
        more.append(button);
      }
    }
    function showYears(counts) {
      if (counts.size < 2 || counts.size > 120) return;
      var most = Math.max.apply(null, Array.from(counts.values()));
      Array.from(counts.keys()).sort().forEach(function (year) {
        var button = make("button");
        button.type = "button";
        var bar = make("i");
        bar.style.height = Math.round(counts.get(year) / most * 48) + "px";
        button.title = year + ": " + counts.get(year);
        button.append(bar, make("span", "", year));
        button.addEventListener("click", function () { form.elements.from.value = year; form.elements.to.value = year; run(); });
        years.append(button);
      });
    }
    function remember(query) {
      var said = new URLSearchParams({ q: query }), chosen = filter();
      Object.keys(chosen).forEach(function (name) { if (chosen[name] && chosen[name] !== "old") said.set(name, chosen[name]); });
      try { history.replaceState(null, "", "?" + said); } catch (e) { /* a folder without a server has no addresses of its own */ }
    }
    form.addEventListener("submit", function (event) { event.preventDefault(); run(); });
    form.addEventListener("change", function (event) { if (event.target.name !== "q") run(); });
    form.elements.q.addEventListener("focus", begin, { once: true });
    if (form.elements.q.value) run();
    baokan.search = async function (query, chosen) { await begin(); return find(query, Object.assign({ paper: "", type: "", from: "", to: "", order: "old" }, chosen)); };
  });
})();
