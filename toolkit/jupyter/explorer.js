// The explorer's page. In: the traits of explorer.py. Out: elements below `el`, and the traits that a click changes.
// Every text is put in as text; nothing has a fixed id, so that several can live on one page.

const VERDICTS = ["supported", "weak", "unsupported"];
const TABS = { summary: "Summary", translation: "Translation", facts: "Key facts" };

// --- elements ---------------------------------------------------------------------------------------------------------

function make(tag, className = "", attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function runNode([text, name]) {
  if (name) return make("span", "bx-hidden", { title: name }, name.split(" ")[0]);
  return document.createTextNode(text);
}

// Put a text into `parent`; `words(element, piece)` is told of every piece that carries a mark.
function fill(parent, pieces, words = () => {}) {
  for (const piece of pieces) {
    if (piece.p) {
      parent.append(fill(make(piece.tag, "", { dir: piece.dir, lang: piece.dir === "rtl" ? "ar" : null }), piece.p, words));
      continue;
    }
    const runs = piece.r.map(runNode);
    if (!piece.c && !piece.s && !piece.f && !piece.d) {
      parent.append(...runs);
      continue;
    }
    const classes = ["bx-word", piece.f ? "bx-fact" : "", piece.d ? "bx-doubt" : ""];
    const element = make("span", classes.join(" ").trim(), {}, ...runs);
    words(element, piece);
    parent.append(element);
  }
  return parent;
}

function badge(text, kind, title) {
  return make("span", `bx-badge bx-${kind}`, { title }, text);
}

function findingList(findings) {
  if (!findings.length) return null;
  const items = findings.map((finding) =>
    fill(make("li", `bx-${finding.severity}`, {}, make("b", "", {}, finding.kind), " "), finding.message),
  );
  return make("ul", "bx-findings", { "aria-label": "Findings" }, ...items);
}

// The words of a text in one form for searching: spelling variants of Arabic are alike.
function words(pieces) {
  const text = (pieces || []).map((piece) => (piece.p ? words(piece.p) : piece.r.map(([part]) => part).join(""))).join("");
  return fold(text);
}

function fold(text) {
  return text.toLowerCase().replace(/[\u064b-\u0652\u0640]/g, "").replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه");
}

function plainText(pieces) {
  return pieces.map((piece) => (piece.p ? plainText(piece.p) : piece.r.map(([part]) => part).join(""))).join("");
}

function numbers(list) {
  return list.map((n) => n + 1).join(", ");
}

// --- what is shown, and what lights up with what ------------------------------------------------------------------------

// Elements by what they stand for. A selection touches only what it names, so its cost does not grow with the article.
class Index {
  constructor() {
    this.claims = new Map();
    this.sentences = new Map();
    this.rows = new Map();
    this.factOf = new Map();
    this.words = new Map();
  }

  addWord(key, element) {
    if (!this.words.has(key)) this.words.set(key, []);
    this.words.get(key).push(element);
  }
}

function drawClaim(claim, number, index, all) {
  const sources = claim.sources.map((source) => source.sentence);
  const text = fill(make("p", "bx-text"), claim.text, (element, piece) => {
    for (const sentence of piece.s || []) index.addWord(`claim ${number} sentence ${sentence}`, element);
  });
  const chips = claim.sources.map((source) =>
    make("span", "bx-chip", { "data-sentence": source.sentence, title: `Show Arabic sentence ${source.sentence + 1}, support ${source.score}` }, String(source.sentence + 1)),
  );
  // Seen where the two columns stand one below the other, once the claim is chosen.
  const quotes = sources.map((sentence) =>
    fill(make("p", "bx-quote bx-arabic", { lang: "ar", dir: "rtl" }), all[sentence].arabic, (element, piece) => {
      if ((piece.c || []).includes(number)) index.addWord(`claim ${number}`, element);
    }),
  );
  const element = make(
    "div",
    `bx-item bx-claim bx-v-${claim.verdict}`,
    { role: "option", tabindex: "-1", "aria-selected": "false", "data-claim": number },
    make("span", "bx-number", {}, make("span", "bx-heard", {}, "Claim "), `${number + 1}`),
    make(
      "div",
      "bx-body",
      {},
      text,
      make("p", "bx-meta", {}, badge(claim.verdict, claim.verdict), badge(claim.origin, "origin", claim.model), make("span", "bx-sources", {}, sources.length ? "Arabic " : "no source found", ...chips)),
      findingList(claim.findings),
      ...quotes,
    ),
  );
  index.claims.set(number, element);
  return element;
}

function drawToRead(sentence, number, index) {
  const element = make(
    "div",
    "bx-item bx-read",
    { role: "option", tabindex: "-1", "aria-selected": "false", "data-sentence": number },
    make("span", "bx-number", {}, make("span", "bx-heard", {}, "Sentence "), `${number + 1}`),
    fill(make("p", "bx-text bx-arabic", { lang: "ar", dir: "rtl" }), sentence.arabic),
    ...(sentence.factLine.length ? [fill(make("p", "bx-text"), sentence.factLine)] : []),
  );
  index.rows.set(number, [...(index.rows.get(number) || []), element]);
  return element;
}

function drawRow(sentence, number, index) {
  const text = make("p", "bx-text");
  if (sentence.english) {
    fill(text, sentence.english, (element, piece) => {
      for (const claim of piece.c || []) index.addWord(`claim ${claim}`, element);
    });
  } else {
    text.append(fill(make("i", "bx-none"), sentence.standIn));
  }
  const origin = sentence.origin && badge(sentence.origin + (sentence.score !== undefined && sentence.score < 1 ? ` ${Math.round(sentence.score * 100)} %` : ""), sentence.origin, sentence.by);
  const added = (before) =>
    sentence.added
      .filter((extra) => extra.before === before)
      .map((extra) => make("p", "bx-added", {}, fill(make("span"), extra.text), " ", badge(`only in the given translation: ${extra.by}`, "origin")));
  const element = make(
    "div",
    `bx-item bx-row bx-k-${sentence.kind}`,
    { role: "option", tabindex: "-1", "aria-selected": "false", "data-sentence": number },
    make("span", "bx-number", {}, make("span", "bx-heard", {}, "Sentence "), `${number + 1}`),
    make(
      "div",
      "bx-body",
      {},
      ...added(true),
      text,
      make("p", "bx-meta", {}, origin, sentence.label ? badge(sentence.label, "origin") : null, sentence.memorySource ? fill(make("bdi", "bx-arabic", { lang: "ar", dir: "rtl", title: "What the memory holds" }), sentence.memorySource) : null),
      findingList(sentence.findings),
      ...added(false),
    ),
  );
  index.rows.set(number, [...(index.rows.get(number) || []), element]);
  return element;
}

function drawFact(fact, index) {
  const element = make(
    "div",
    "bx-item bx-factrow",
    { role: "option", tabindex: "-1", "aria-selected": "false", "data-fact": fact.mentions[0].fact },
    badge(fact.kind, "origin"),
    fill(make("span", "bx-text"), fact.english),
    fill(make("bdi", "bx-arabic", { lang: "ar", dir: "rtl" }), fact.arabic),
    make("span", "bx-sources", {}, ...fact.mentions.map((m) => make("span", "bx-chip", { "data-fact": m.fact, title: `Show it in Arabic sentence ${m.sentence + 1}` }, String(m.sentence + 1)))),
  );
  for (const mention of fact.mentions) index.factOf.set(mention.fact, { element, group: fact, sentence: mention.sentence });
  return element;
}

function drawSentence(sentence, number, index) {
  const text = fill(make("bdi", "bx-arabic", { lang: "ar", dir: "rtl" }), sentence.arabic, (element, piece) => {
    for (const claim of piece.c || []) {
      index.addWord(`claim ${claim}`, element);
      index.addWord(`carried ${number}`, element);
    }
    for (const fact of piece.f || []) index.addWord(`fact ${fact}`, element);
  });
  const rests = sentence.claims.length ? `Claim ${numbers(sentence.claims)} stands on it` : null;
  const element = make(
    "span",
    `bx-sentence bx-k-${sentence.kind}`,
    { role: "option", tabindex: "-1", "aria-selected": "false", "data-sentence": number, "aria-description": rests },
    make("bdi", "bx-no", { dir: "ltr" }, String(number + 1)),
    text,
    sentence.label ? make("small", "bx-label", { lang: "en", dir: "ltr" }, sentence.label) : null,
  );
  index.sentences.set(number, element);
  return element;
}

function drawArticle(sentences, index) {
  const pane = make("div", "bx-pane bx-article", { role: "listbox", "aria-label": "Arabic article, sentence by sentence", lang: "ar", dir: "rtl" });
  let paragraph = null;
  let last = null;
  sentences.forEach((sentence, number) => {
    const place = `${sentence.part} ${sentence.paragraph}`;
    if (last !== null && sentence.part !== last.part) {
      pane.append(make("p", "bx-part", { lang: "en", dir: "ltr", role: "presentation" }, `Part ${sentence.part + 1}: a second article on the same page`));
    }
    if (last === null || place !== last.place) {
      paragraph = make("p", "bx-paragraph", { role: "presentation" });
      pane.append(paragraph);
    }
    paragraph.append(drawSentence(sentence, number, index), " ");
    last = { place, part: sentence.part };
  });
  return pane;
}

// --- themes -----------------------------------------------------------------------------------------------------------

function isDark(element) {
  const jupyter = element.closest("[data-jp-theme-light]") || document.querySelector("body[data-jp-theme-light]");
  if (jupyter) return jupyter.dataset.jpThemeLight === "false";
  if (/vscode-(dark|high-contrast)(?!-light)/.test(document.body.className)) return true;
  if (/vscode-light/.test(document.body.className)) return false;
  for (let node = element.parentElement; node; node = node.parentElement) {
    const parts = getComputedStyle(node).backgroundColor.match(/[\d.]+/g);
    if (!parts || (parts.length > 3 && Number(parts[3]) < 0.5)) continue;
    const [red, green, blue] = parts.map(Number);
    return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function followTheme(root) {
  const apply = () => {
    root.dataset.theme = isDark(root) ? "dark" : "light";
  };
  const watch = new MutationObserver(apply);
  for (const node of [document.documentElement, document.body]) {
    watch.observe(node, { attributes: true, attributeFilter: ["class", "data-jp-theme-light", "data-jp-theme-name", "style"] });
  }
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", apply);
  requestAnimationFrame(apply); // the element is in the page by then
  apply();
  return () => {
    watch.disconnect();
    system.removeEventListener("change", apply);
  };
}

// --- the view -----------------------------------------------------------------------------------------------------------

// Bring an element into sight inside its pane; the page itself stays where it is.
function reveal(element, pane) {
  if (!element || !pane || !pane.clientHeight || pane.scrollHeight <= pane.clientHeight) return;
  const box = element.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (box.top >= frame.top && box.bottom <= frame.bottom) return;
  pane.scrollTop += box.top - frame.top - Math.max(0, (frame.height - Math.min(box.height, frame.height)) / 2);
}

class View {
  constructor(model, el) {
    this.model = model;
    this.root = make("div", "bx", { lang: "en", dir: "ltr" });
    el.append(this.root);
    this.lit = [];
    this.hovered = null;
    this.handlers = {
      "change:data": () => this.draw(),
      "change:selected": () => {
        this.fillNoteForm();
        this.paint(true);
      },
      "change:tab": () => this.showTab(),
      "change:verdicts": () => this.filter(),
      "change:findings": () => this.filter(),
      "change:height": () => this.size(),
      "change:compact": () => this.size(),
      "change:notes": () => this.drawNotes(),
    };
    for (const [event, handler] of Object.entries(this.handlers)) model.on(event, handler);
    this.unfollow = followTheme(this.root);
    this.listen();
    this.draw();
  }

  destroy() {
    for (const [event, handler] of Object.entries(this.handlers)) this.model.off(event, handler);
    clearTimeout(this.scrollTimer);
    this.unfollow();
  }

  set(name, value) {
    this.model.set(name, value);
    this.model.save_changes();
  }

  draw() {
    const data = this.model.get("data");
    this.data = data;
    this.index = new Index();
    this.lit = [];
    this.article = drawArticle(data.sentences, this.index);
    this.panes = this.drawPanes(data);
    this.live = make("div", "bx-live", { role: "status", "aria-live": "polite" });
    this.noteForm = this.makeNoteForm();
    this.tabs = Object.entries(TABS).map(([name, label]) =>
      make("button", "bx-tab", { type: "button", role: "tab", "data-tab": name, title: `Show: ${label}` }, name === "facts" ? `${label} (${data.facts.length})` : label),
    );
    this.root.replaceChildren(
      this.drawHead(data),
      make(
        "div",
        "bx-columns",
        {},
        make("section", "bx-left", { "aria-label": "English" }, make("div", "bx-bar", { role: "tablist", "aria-label": "What to show" }, ...this.tabs), this.drawFilters(data), ...Object.values(this.panes)),
        make("section", "bx-right", { "aria-label": "Arabic" }, make("div", "bx-bar bx-title", {}, "Arabic article"), this.article),
      ),
      this.noteForm,
      this.live,
    );
    this.size();
    this.drawNotes();
    this.showTab();
    this.paint(true);
  }

  drawHead(data) {
    const gaps = data.gaps.map((gap) => make("li", "", {}, make("b", "", {}, gap.stage), " ", fill(make("span"), gap.message), " ", fill(make("i", "bx-none"), gap.remedy)));
    return make(
      "header",
      "bx-head",
      {},
      fill(make("span", data.reviewed ? "bx-banner bx-reviewed" : "bx-banner"), data.banner),
      fill(make("div", "bx-heading", { role: "heading", "aria-level": "3" }), data.title),
      fill(make("div", "bx-arabic bx-artitle", { lang: "ar", dir: "rtl" }), data.arabicTitle),
      fill(make("div", "bx-status"), data.status),
      gaps.length ? make("details", "bx-gaps", {}, make("summary", "", {}, `What is missing or was not verified (${gaps.length})`), make("ul", "", {}, ...gaps)) : null,
    );
  }

  drawPanes(data) {
    const list = (name, label, items) => make("div", `bx-pane bx-list bx-${name}`, { role: "listbox", "aria-label": label }, ...items);
    const summary = data.claims.length
      ? list("summary", "Claims of the summary", data.claims.map((claim, n) => drawClaim(claim, n, this.index, data.sentences)))
      : list("summary", "Arabic sentences to read first", [
          ...(data.factSheet.length ? [fill(make("p", "bx-text", { role: "presentation" }), data.factSheet)] : []),
          make("p", "bx-none", { role: "presentation" }, "No English summary: see what is missing, above. The Arabic sentences to read first:"),
          ...data.toRead.slice(0, 6).map((n) => drawToRead(data.sentences[n], n, this.index)),
        ]);
    return {
      summary,
      translation: list("translation", "Translation, sentence by sentence", data.sentences.map((sentence, n) => drawRow(sentence, n, this.index))),
      facts: list("facts", "Key facts, read from the Arabic", data.facts.map((fact) => drawFact(fact, this.index))),
    };
  }

  drawFilters(data) {
    const chip = (trait, value, count) =>
      make("button", `bx-filter bx-${value}`, { type: "button", "aria-pressed": "false", "data-trait": trait, "data-value": value, title: `Show only: ${value}` }, `${value} ${count}`);
    const verdicts = VERDICTS.filter((v) => data.counts.verdicts[v]).map((v) => chip("verdicts", v, data.counts.verdicts[v]));
    const findings = Object.entries(data.counts.findings).map(([kind, count]) => chip("findings", kind, count));
    this.filters = [...verdicts, ...findings];
    const ways = (pieces) => words(pieces.flat().filter(Boolean));
    this.found = {
      sentences: data.sentences.map((sentence) => ways([sentence.arabic, sentence.english])),
      claims: data.claims.map((claim) => ways([claim.text, ...claim.sources.map((source) => data.sentences[source.sentence].arabic)])),
      facts: data.facts.map((fact) => ways([fact.english, fact.arabic])),
    };
    this.search = make("input", "bx-search", { type: "search", placeholder: "Search both languages", "aria-label": "Search both languages" });
    this.search.addEventListener("input", () => this.filter(true));
    this.copyButton = make("button", "bx-filter bx-copy", { type: "button", title: "Copy the chosen claim with its source" }, "Copy claim");
    this.shownCount = make("span", "bx-count", { role: "status" });
    const group = (label, chips) => (chips.length ? make("span", "bx-group", { role: "group", "aria-label": `Filter by ${label}` }, make("span", "bx-grouplabel", {}, label), ...chips) : null);
    this.groups = [group("verdict", verdicts), group("finding", findings)].filter(Boolean);
    return make("div", "bx-filters", {}, this.search, ...this.groups, this.copyButton, this.shownCount);
  }

  size() {
    this.root.classList.toggle("bx-compact", Boolean(this.model.get("compact")));
    this.root.style.setProperty("--bx-height", `${this.model.get("height")}px`);
  }

  showTab() {
    const current = this.model.get("tab");
    for (const tab of this.tabs) {
      const on = tab.dataset.tab === current;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    for (const [name, pane] of Object.entries(this.panes)) pane.hidden = name !== current;
    for (const group of this.groups) group.hidden = current === "facts";
    this.rove();
    this.paint(true);
  }

  filter(scroll = false) {
    const wanted = fold(this.search.value.trim());
    const said = (text, note = "") => !wanted || text.includes(wanted) || note.includes(wanted);
    const verdicts = this.model.get("verdicts");
    const kinds = this.model.get("findings");
    for (const chip of this.filters) chip.setAttribute("aria-pressed", String(this.model.get(chip.dataset.trait).includes(chip.dataset.value)));
    const has = (findings) => !kinds.length || findings.some((finding) => kinds.includes(finding.kind));
    const hidden = { claims: 0, rows: 0, facts: 0 };
    this.data.claims.forEach((claim, n) => {
      const shown = said(this.found.claims[n], this.noted.claim.get(n)) && has(claim.findings) && (!verdicts.length || verdicts.includes(claim.verdict));
      this.index.claims.get(n).hidden = !shown;
      hidden.claims += !shown;
    });
    for (const row of this.panes.translation.children) {
      const n = Number(row.dataset.sentence);
      row.hidden = !has(this.data.sentences[n].findings) || !said(this.found.sentences[n], this.noted.sentence.get(n));
      hidden.rows += row.hidden;
    }
    [...this.panes.facts.children].forEach((row, n) => {
      row.hidden = !said(this.found.facts[n]);
      hidden.facts += row.hidden;
    });
    const found = [...this.index.sentences].filter(([n, element]) => element.classList.toggle("bx-found", Boolean(wanted) && said(this.found.sentences[n], this.noted.sentence.get(n))));
    if (scroll && found.length) reveal(found[0][1], this.article);
    const parts = [];
    if (hidden.claims) parts.push(`${this.data.claims.length - hidden.claims} of ${this.data.claims.length} claims`);
    if (hidden.rows) parts.push(`${this.data.sentences.length - hidden.rows} of ${this.data.sentences.length} sentences`);
    if (hidden.facts) parts.push(`${this.data.facts.length - hidden.facts} of ${this.data.facts.length} facts`);
    this.shownCount.textContent = parts.length ? `showing ${parts.join(", ")}` : "";
    this.rove();
  }

  // One element of each list can be reached by the Tab key: the selected one, or the first that is shown.
  rove() {
    for (const pane of [...Object.values(this.panes), this.article]) {
      const items = this.items(pane);
      const current = items.find((item) => item.getAttribute("aria-selected") === "true") || items[0];
      for (const item of pane.querySelectorAll('[tabindex="0"]')) item.tabIndex = -1;
      if (current) current.tabIndex = 0;
    }
  }

  items(pane) {
    return [...pane.querySelectorAll('[role="option"]')].filter((item) => !item.hidden);
  }

  // --- notes ---

  makeNoteForm() {
    const field = (name, label, placeholder) => make("input", `bx-search bx-${name}`, { type: "text", dir: "auto", "aria-label": label, placeholder });
    const form = make("form", "bx-noteform", { "aria-label": "Note on what is chosen" }, field("notetext", "Note", "Note on what is chosen"), field("tags", "Tags", "tags, with commas"), make("button", "bx-save", { type: "submit" }, "Save note"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { kind, index } = this.model.get("selected");
      const [text, tags] = [...form.querySelectorAll("input")].map((input) => input.value.trim());
      const note = { kind, index, text, tags: tags.split(/[\s,،]+/).filter(Boolean) };
      const others = (this.model.get("notes") || []).filter((other) => other.kind !== kind || other.index !== index);
      this.set("notes", note.text || note.tags.length ? [...others, note] : others);
      this.live.textContent = "Note saved with the brief.";
    });
    return form;
  }

  noteOn(target) {
    return (this.model.get("notes") || []).find((note) => target && note.kind === target.kind && note.index === target.index);
  }

  // Notes stand below what they are on, and are searched with it.
  drawNotes() {
    for (const old of this.root.querySelectorAll(".bx-note")) old.remove();
    this.noted = { claim: new Map(), sentence: new Map() };
    for (const note of this.model.get("notes") || []) {
      const said = [note.text, ...note.tags.map((tag) => `#${tag}`)].filter(Boolean).join(" ");
      const places = note.kind === "claim" ? [this.index.claims.get(note.index)] : this.index.rows.get(note.index) || [];
      for (const place of places) place?.querySelector(".bx-body")?.append(fill(make("p", "bx-note", { dir: "auto" }, make("b", "", {}, "Note "), note.shown ? "" : said), note.shown || []));
      this.noted[note.kind].set(note.index, fold(said));
    }
    this.fillNoteForm();
    this.filter();
  }

  fillNoteForm() {
    const selected = this.model.get("selected");
    this.noteForm.hidden = !selected || selected.kind === "fact";
    const note = this.noteOn(selected);
    const [text, tags] = this.noteForm.querySelectorAll("input");
    text.value = note?.text || "";
    tags.value = (note?.tags || []).join(", ");
  }

  // --- light ---

  light(elements, className) {
    for (const element of elements) {
      if (!element) continue;
      element.classList.add(className);
      this.lit.push([element, className]);
    }
  }

  // What lights up with `target`, in the order in which it should come into sight.
  lightsOf(target) {
    const { index, data } = this;
    if (!target) return { items: [], sentences: [], words: [] };
    if (target.kind === "claim") {
      const sentences = data.claims[target.index].sources.map((source) => source.sentence);
      return { items: [index.claims.get(target.index)], sentences, words: [`claim ${target.index}`, ...sentences.map((s) => `claim ${target.index} sentence ${s}`)] };
    }
    if (target.kind === "sentence") {
      const claims = data.sentences[target.index].claims;
      return { items: claims.map((claim) => index.claims.get(claim)), sentences: [target.index], words: [`carried ${target.index}`, ...claims.map((claim) => `claim ${claim} sentence ${target.index}`)] };
    }
    const { element, group, sentence } = index.factOf.get(target.index);
    return { items: [element], sentences: [sentence], words: group.mentions.map((mention) => `fact ${mention.fact}`) };
  }

  paint(scroll) {
    if (!this.index) return;
    for (const [element, className] of this.lit) {
      element.classList.remove(className);
      if (className === "bx-chosen") element.setAttribute("aria-selected", "false");
    }
    this.lit = [];
    const selected = this.model.get("selected");
    const target = this.hovered || selected;
    const { items, sentences, words } = this.lightsOf(target);
    this.light(items, "bx-lit");
    for (const sentence of sentences) this.light([this.index.sentences.get(sentence), ...(this.index.rows.get(sentence) || [])], "bx-lit");
    for (const key of words) this.light(this.index.words.get(key) || [], "bx-on");
    if (selected) this.choose(selected);
    this.copyButton.disabled = selected?.kind !== "claim";
    this.tell(target);
    if (scroll) this.bringIntoSight(items, sentences);
  }

  choose(selected) {
    const { index } = this;
    const chosen = {
      claim: () => [index.claims.get(selected.index)],
      sentence: () => [index.sentences.get(selected.index), ...(index.rows.get(selected.index) || [])],
      fact: () => [index.factOf.get(selected.index).element],
    }[selected.kind]();
    for (const element of chosen) element.setAttribute("aria-selected", "true");
    this.light(chosen, "bx-chosen");
  }

  bringIntoSight(items, sentences) {
    const pane = this.panes[this.model.get("tab")];
    reveal(this.index.sentences.get(sentences[0]), this.article);
    const rows = sentences.flatMap((sentence) => this.index.rows.get(sentence) || []);
    reveal([...items, ...rows].find((element) => element && pane.contains(element) && !element.hidden), pane);
  }

  tell(target) {
    this.live.replaceChildren();
    const parts = target ? this.words(target) : ["Click a sentence, or move through the lists with the arrow keys."];
    for (const part of parts) typeof part === "string" ? this.live.append(part) : fill(this.live, part);
  }

  words(target) {
    if (target.kind === "claim") {
      const claim = this.data.claims[target.index];
      const on = claim.sources.map((source) => `${source.sentence + 1} (support ${source.score.toFixed(2)})`);
      const found = claim.findings.flatMap((finding) => [` · ${finding.kind}: `, finding.message]);
      return [`Claim ${target.index + 1} · ${claim.verdict} · ${on.length ? `stands on Arabic sentence ${on.join(", ")}` : "no source found"}`, ...found];
    }
    if (target.kind === "sentence") {
      const { claims, english } = this.data.sentences[target.index];
      const stands = claims.length ? `claim ${numbers(claims)} stands on it` : "no claim stands on it";
      return [`Arabic sentence ${target.index + 1} · ${stands} · `, english || "not translated"];
    }
    const { group } = this.index.factOf.get(target.index);
    const at = group.mentions.findIndex((mention) => mention.fact === target.index) + 1;
    return [`${group.kind} · `, group.english, ` · mention ${at} of ${group.mentions.length}`];
  }

  // --- events ---

  listen() {
    this.root.addEventListener("click", (event) => this.clicked(event));
    this.root.addEventListener("keydown", (event) => this.pressed(event));
    // JupyterLab's own shortcuts (arrows walk the cells, b inserts one) look at the element that has the focus.
    this.root.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
    this.root.addEventListener("mouseover", (event) => this.pointed(event));
    this.root.addEventListener("mouseleave", () => this.hover(null));
  }

  // Text that scrolls away below a resting pointer is not pointed at.
  pointed(event) {
    const place = `${event.screenX} ${event.screenY}`;
    if (place === this.pointer) return;
    this.pointer = place;
    this.hover(this.targetOf(event.target));
  }

  targetOf(node) {
    const element = node.closest("[data-claim], [data-sentence], [data-fact]");
    if (!element || !this.root.contains(element)) return null;
    const { claim, sentence, fact } = element.dataset;
    if (claim !== undefined) return { kind: "claim", index: Number(claim) };
    if (sentence !== undefined) return { kind: "sentence", index: Number(sentence) };
    return { kind: "fact", index: Number(fact) };
  }

  hover(target) {
    if (JSON.stringify(target) === JSON.stringify(this.hovered)) return;
    this.hovered = target;
    this.paint(false);
    clearTimeout(this.scrollTimer);
    if (!target) return;
    // A pointer that only passes by does not move the text.
    this.scrollTimer = setTimeout(() => {
      const { items, sentences } = this.lightsOf(target);
      if (target.kind === "sentence") this.bringIntoSight(items, []);
      else reveal(this.index.sentences.get(sentences[0]), this.article);
    }, 180);
  }

  clicked(event) {
    this.pointer = `${event.screenX} ${event.screenY}`;
    const filter = event.target.closest(".bx-filter");
    const tab = event.target.closest(".bx-tab");
    if (filter === this.copyButton) return this.copy();
    if (filter) return this.toggle(filter.dataset.trait, filter.dataset.value);
    if (tab) return this.set("tab", tab.dataset.tab);
    const target = this.targetOf(event.target);
    if (!target) return undefined;
    const chip = event.target.closest(".bx-chip");
    const option = event.target.closest('[role="option"]');
    if (option) option.focus({ preventScroll: true });
    return this.select(chip ? target : this.nextMention(target), !chip);
  }

  // A second click on a fact goes on to its next mention.
  nextMention(target) {
    const selected = this.model.get("selected");
    if (target.kind !== "fact" || !selected || selected.kind !== "fact") return target;
    const { group } = this.index.factOf.get(target.index);
    const at = group.mentions.findIndex((mention) => mention.fact === selected.index);
    return at < 0 ? target : { kind: "fact", index: group.mentions[(at + 1) % group.mentions.length].fact };
  }

  select(target, toggles = false) {
    const same = JSON.stringify(target) === JSON.stringify(this.model.get("selected"));
    this.hovered = null;
    clearTimeout(this.scrollTimer);
    this.set("selected", same && toggles ? null : target);
    this.rove();
  }

  // A claim as a memo would quote it: its words, its verdict, and the Arabic that it stands on.
  async copy() {
    const { claims, sentences, title } = this.data;
    const claim = claims[this.model.get("selected").index];
    const sources = claim.sources.map(({ sentence }) => `Arabic sentence ${sentence + 1}: «${plainText(sentences[sentence].arabic)}»`);
    const text = `${plainText(claim.text)} [${[claim.verdict, plainText(title), ...(sources.length ? sources : ["no source found"])].join("; ")}]`;
    await navigator.clipboard?.writeText(text).then(() => (this.live.textContent = "Copied."), () => (this.live.textContent = text));
    if (!navigator.clipboard) this.live.textContent = text;
  }

  toggle(trait, value) {
    const now = this.model.get(trait);
    this.set(trait, now.includes(value) ? now.filter((other) => other !== value) : [...now, value]);
  }

  pressed(event) {
    if (event.key === "Escape") return this.select(null);
    const tab = event.target.closest(".bx-tab");
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (tab && step) {
      event.preventDefault();
      const next = this.tabs[(this.tabs.indexOf(tab) + step + this.tabs.length) % this.tabs.length];
      this.set("tab", next.dataset.tab);
      return next.focus();
    }
    const option = event.target.closest('[role="option"]');
    if (!option) return undefined;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.select(this.nextMention(this.targetOf(option)), true);
    }
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      return this.stepThroughSources(option, step);
    }
    return this.moveIn(option, event);
  }

  moveIn(option, event) {
    const items = this.items(option.closest(".bx-pane"));
    const at = items.indexOf(option);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = items[Math.max(0, Math.min(items.length - 1, to))];
    this.select(this.targetOf(next));
    next.focus({ preventScroll: true });
    reveal(next, next.closest(".bx-pane"));
  }

  // From a claim or a fact, left and right bring its sources into sight one after the other.
  stepThroughSources(option, step) {
    const target = this.targetOf(option);
    if (target.kind === "fact") return this.select(this.nextMention(this.model.get("selected")?.kind === "fact" ? this.model.get("selected") : target));
    const { sentences } = this.lightsOf(target);
    if (target.kind !== "claim" || !sentences.length) return undefined;
    this.at = this.atClaim === target.index ? (this.at + step + sentences.length) % sentences.length : 0;
    this.atClaim = target.index;
    reveal(this.index.sentences.get(sentences[this.at]), this.article);
    this.live.textContent = `Source ${this.at + 1} of ${sentences.length}: Arabic sentence ${sentences[this.at] + 1}`;
    return undefined;
  }
}

// As in static_view.js: a widget's script is one file.
function hideStatic(el, frames = 120) {
  if (!el.isConnected) {
    if (frames) requestAnimationFrame(() => hideStatic(el, frames - 1));
    return;
  }
  const area = el.closest(".jp-OutputArea, .jp-Cell, .output") || document;
  for (const page of area.querySelectorAll('[data-static-of="Explorer"]')) page.hidden = true;
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    hideStatic(el);
    return () => view.destroy();
  },
};
