// One event: its cells, its claims with the words behind them, what contradicts them, and what was found in it.

const HIDDEN = new Set(["event_id_cnty"]);

function openEvent(at, focus = true) {
  ask({ event: data.names[at] });
  return showEvent(at, focus);
}

function closeEvent() {
  const at = data.byName.get(state.event);
  ask({ event: "" });
  hidePanel();
  const back = at === undefined ? null : rowOf(at);
  if (back) {
    makeReachable(back);
    reveal(back);
  } else byId("events-heading").focus();
}

function hidePanel() {
  byId("panel").hidden = true;
  byId("panel").replaceChildren();
  byId("panel").removeAttribute("data-event");
  byId("panel").parentElement.classList.remove("open");
}

async function showEvent(at, focus) {
  const panel = byId("panel");
  const words = await wordsOf(at);
  if (data.byName.get(state.event) !== at) return; // another was opened meanwhile
  panel.replaceChildren(...eventParts(at, words));
  panel.hidden = false;
  panel.dataset.event = data.names[at];
  panel.parentElement.classList.add("open");
  panel.scrollTop = 0;
  if (!focus) return;
  byId("event-heading").focus({ preventScroll: true });
  panel.scrollIntoView({ block: "nearest" });
}

function eventParts(at, words) {
  const event = words?.event;
  return [
    eventHeader(at),
    ...findingsPart(at),
    ...(event?.claims.length ? claimsPart(at, words) : [make("p", { class: "quiet" }, "This data has no claims for the event: nothing here leads back to the words of a source.")]),
    ...(event?.contradictions.length ? contradictionsPart(words) : []),
    ...(event ? sourcesPart(words) : []),
    ...cellsPart(at, Boolean(event?.claims.length)),
  ];
}

function eventHeader(at) {
  const title = [cell(at, "event_date"), cell(at, "sub_event_type") || cell(at, "event_type"), cell(at, "location")].filter(Boolean);
  const position = table.events.indexOf(at);
  const step = (by) => button(by < 0 ? "↑" : "↓", () => stepTo(position + by), {
    "aria-label": by < 0 ? "Event before" : "Event behind", title: by < 0 ? "Event before" : "Event behind",
    disabled: position < 0 || table.events[position + by] === undefined ? "" : null,
  });
  const line = data.head.events.lines[at];
  const where = line === null ? `record ${data.head.events.numbers[at] ?? at + 1}` : `line ${line}`;
  return make("div", {},
    make("header", {},
      make("h3", { id: "event-heading", tabindex: "-1" }, bdi(cut(title.join(" · ") || "Event", 200))),
      make("div", { class: "tools" }, step(-1), step(1), button("Close", closeEvent, { id: "close" }))),
    make("p", { class: "quiet" }, bdi(cut(cell(at, "event_id_cnty"), 200)), cell(at, "event_key") ? [" · ", bdi(cut(cell(at, "event_key"), 200))] : "", ` · ${where} of `, bdi(data.head.events.file)));
}

function stepTo(position) {
  state.page = Math.floor(position / PER_PAGE) + 1;
  openEvent(table.events[position]);
}

function findingsPart(at) {
  const [own, others] = [data.findingsOf[at], data.namedIn[at]];
  return [
    ...(own.length ? [make("h4", {}, plural(own.length, "finding"))] : []),
    ...own.map((finding) => findingBlock(finding, { at, explained: true })),
    ...(others.length ? [make("h4", {}, "Named in findings about other events")] : []),
    ...others.map((finding) => findingBlock(finding, { at })),
  ];
}

// -- claims

function claimsPart(at, words) {
  const groups = new Map();
  for (const claim of words.event.claims) {
    if (!groups.has(claim.group)) groups.set(claim.group, []);
    groups.get(claim.group).push(claim);
  }
  return [make("h4", {}, "What the sources say"), ...[...groups.values()].map((claims) => groupBlock(claims, words))];
}

function groupBlock(claims, words) {
  const fields = [...new Set(claims.map((claim) => claim.field))];
  const bySource = new Map();
  for (const claim of claims) {
    if (!bySource.has(claim.source)) bySource.set(claim.source, []);
    bySource.get(claim.source).push(claim);
  }
  const sides = [...bySource];
  const differ = sides.length > 1 && differing(sides.map(([, said]) => said));
  const note = sides.length < 2 ? "" : differ ? " (the sources differ)" : " (the sources agree)";
  return make("div", { class: "group" },
    make("h4", {}, fields.map(fieldTitle).join(", "), note),
    make("div", { class: "sides" }, sides.map(([source, said]) => sideBlock(source, said, words, differ))));
}

function differing(sides) {
  const values = (said) => said.map((claim) => `${claim.field}=${claim.value ?? ""}`).sort().join("\n");
  return new Set(sides.map(values)).size > 1;
}

const fieldTitle = (name) => data.fields.get(name)?.title ?? name;

function sideBlock(source, claims, words, differs) {
  const heading = source === null ? "No source: by default" : [sourceName(words.sources[source])];
  const quotes = [...new Set(claims.flatMap((claim) => claim.quotes))];
  const reasons = new Map();
  for (const claim of claims) {
    const about = claim.expression ? `; date words “${claim.expression}”` : "";
    reasons.set([claim.basis ?? "", claim.attributed_to ?? "", claim.reason ?? "", about].join("\u001f"), claim);
  }
  return make("div", { class: differs ? "side differs" : "side" },
    make("h5", {}, heading),
    claims.map((claim) => claimLine(claim, claims.length > 1)),
    quotes.map((quote) => quotation(words.quotes[quote])),
    [...reasons.values()].map(reasonLine));
}

function claimLine(claim, named) {
  const accepted = claim.accepted ? make("span", { class: "accepted" }, "✓ accepted") : make("span", { class: "refused" }, "✗ not accepted");
  const settled = claim.settled_by ? ` (${claim.settled_by})` : "";
  return make("p", { class: "said" }, named ? `${fieldTitle(claim.field)}: ` : "", make("bdi", { dir: "auto", class: "value" }, claim.value ?? ""), " ", accepted, make("span", { class: "quiet" }, settled));
}

function quotation([exact, prefix, suffix, start, end]) {
  const title = start ? `Characters ${start} to ${end} of the text` : null;
  if (!exact) return make("p", { class: "quiet" }, `The words are not part of this release. ${title ?? ""}`);
  return make("blockquote", { dir: "auto", title },
    prefix ? make("span", { class: "around" }, "… ", prefix) : "", make("mark", {}, exact), suffix ? make("span", { class: "around" }, suffix, " …") : "");
}

function reasonLine(claim) {
  return make("p", { class: "quiet" },
    claim.basis ?? "", claim.expression ? [", date words “", bdi(claim.expression), "”"] : "", claim.attributed_to ? [", says ", bdi(claim.attributed_to)] : "", claim.reason ? [": ", bdi(claim.reason)] : "");
}

// -- sources and contradictions

function sourceName(source) {
  return bdi(`${source.publisher ?? "Publisher not stated"}, ${published(source)}`);
}

function published(source) {
  if (!source.published_at) return "date not stated";
  return source.published_basis && source.published_basis !== "quoted" ? `${source.published_at} (${source.published_basis})` : source.published_at;
}

function sourcesPart(words) {
  const used = [...new Set([...words.event.sources, ...words.event.claims.map((claim) => claim.source).filter((one) => one !== null)])];
  return used.length ? [make("h4", {}, plural(used.length, "source")), ...used.map((at) => sourceBlock(words.sources[at]))] : [];
}

function sourceBlock(source) {
  const facts = [["Headline", source.headline], ["Author", source.author], ["Why this date", source.published_reason], ["Coded by", source.coder], ["Checked by", source.checked_by], ["SHA-256 of the text", source.text_sha256], ["Note", source.note]];
  const found = data.ofSource.get(source.source_id) ?? [];
  return make("details", {},
    make("summary", {}, sourceName(source), source.headline ? [": ", bdi(cut(source.headline, 160))] : ""),
    make("dl", {}, facts.filter(([, value]) => value).flatMap(([title, value]) => [make("dt", {}, title), make("dd", { dir: "auto" }, value)])),
    source.url ? make("p", {}, link(source.url, "The article")) : "",
    source.archive_url ? make("p", {}, link(source.archive_url, "Archived copy")) : "",
    found.length ? [make("h4", {}, "Findings about this source"), found.map((finding) => findingBlock(finding, {}))] : "",
    source.left_out ? leftOut(source.left_out) : "");
}

function leftOut(passages) {
  return make("details", {},
    make("summary", {}, `${plural(passages.length, "passage")} of it, read and not coded`),
    make("ul", {}, passages.map((one) => make("li", {}, one.exact ? make("blockquote", { dir: "auto" }, one.exact) : "", make("span", { dir: "auto" }, one.reason ?? "")))));
}

function contradictionsPart(words) {
  const statements = words.event.contradictions.map((one) => ({ ...one, source: words.sources[one.source] }));
  return [make("h4", {}, "Statements that cannot both hold"), ...contradictionBlocks(statements)];
}

function contradictionBlocks(statements) {
  const topics = new Map();
  for (const one of statements) topics.set(one.contradiction_id, [...(topics.get(one.contradiction_id) ?? []), one]);
  return [...topics.values()].map((said) => make("div", { class: "group" },
    make("p", {}, make("strong", {}, bdi(said[0].topic ?? "")), ` (${said[0].status ?? "open"})`),
    make("div", { class: "sides" }, said.map((one) => make("div", { class: "side" },
      make("h5", {}, sourceName(one.source)),
      make("p", { dir: "auto" }, one.statement ?? ""),
      one.exact ? make("blockquote", { dir: "auto" }, make("mark", {}, one.exact)) : ""))),
    make("p", { class: "quiet", dir: "auto" }, said[0].resolution ?? "")));
}

// -- cells

function cellsPart(at, folded) {
  const filled = data.head.fields.filter((field) => cell(at, field.name) && !HIDDEN.has(field.name));
  const list = make("dl", {}, filled.flatMap((field) => {
    const column = field.column ? ` (${field.column})` : "";
    return [make("dt", { title: field.about }, field.title + column), make("dd", { dir: "auto" }, cell(at, field.name))];
  }));
  return folded ? [make("details", { open: "" }, make("summary", {}, "All cells of the row"), list)] : [make("h4", {}, "Cells of the row"), list];
}
