// The sources of an event, what was read in them and not coded, and statements that cannot both hold.

function sourceName(source) {
  return bdi(`${source.publisher ?? "Publisher not stated"}, ${published(source)}`);
}

function published(source) {
  if (!source.published_at) return "date not stated";
  return source.published_basis && source.published_basis !== "quoted"
    ? `${source.published_at} (${source.published_basis})`
    : source.published_at;
}

function sourcesPart(words) {
  const used = [
    ...new Set([
      ...words.event.sources,
      ...words.event.claims.map((claim) => claim.source).filter((one) => one !== null),
    ]),
  ];
  return used.length
    ? [make("h4", {}, plural(used.length, "source")), ...used.map((at) => sourceBlock(words.sources[at]))]
    : [];
}

function sourceBlock(source) {
  const facts = [
    ["Headline", source.headline],
    ["Author", source.author],
    ["Why this date", source.published_reason],
    ["Coded by", source.coder],
    ["Checked by", source.checked_by],
    ["SHA-256 of the text", source.text_sha256],
    ["Note", source.note],
  ];
  const found = data.ofSource.get(source.source_id) ?? [];
  return make(
    "details",
    {},
    make("summary", {}, sourceName(source), source.headline ? [": ", bdi(cut(source.headline, 160))] : ""),
    make(
      "dl",
      {},
      facts
        .filter(([, value]) => value)
        .flatMap(([title, value]) => [make("dt", {}, title), make("dd", { dir: "auto" }, value)]),
    ),
    source.url ? make("p", {}, link(source.url, "The article")) : "",
    source.archive_url ? make("p", {}, link(source.archive_url, "Archived copy")) : "",
    found.length
      ? [make("h4", {}, "Findings about this source"), found.map((finding) => findingBlock(finding, {}))]
      : "",
    source.left_out ? leftOut(source.left_out) : "",
  );
}

function leftOut(passages) {
  return make(
    "details",
    {},
    make("summary", {}, `${plural(passages.length, "passage")} of it, read and not coded`),
    make(
      "ul",
      {},
      passages.map((one) =>
        make(
          "li",
          {},
          one.exact ? make("blockquote", { dir: "auto" }, one.exact) : "",
          make("span", { dir: "auto" }, one.reason ?? ""),
        ),
      ),
    ),
  );
}

function contradictionsPart(words) {
  const statements = words.event.contradictions.map((one) => ({ ...one, source: words.sources[one.source] }));
  return [make("h4", {}, "Statements that cannot both hold"), ...contradictionBlocks(statements)];
}

function contradictionBlocks(statements) {
  const topics = new Map();
  for (const one of statements)
    topics.set(one.contradiction_id, [...(topics.get(one.contradiction_id) ?? []), one]);
  return [...topics.values()].map((said) =>
    make(
      "div",
      { class: "group" },
      make("p", {}, make("strong", {}, bdi(said[0].topic ?? "")), ` (${said[0].status ?? "open"})`),
      make(
        "div",
        { class: "sides" },
        said.map((one) =>
          make(
            "div",
            { class: "side" },
            make("h5", {}, sourceName(one.source)),
            make("p", { dir: "auto" }, one.statement ?? ""),
            one.exact ? make("blockquote", { dir: "auto" }, make("mark", {}, one.exact)) : "",
          ),
        ),
      ),
      make("p", { class: "quiet", dir: "auto" }, said[0].resolution ?? ""),
    ),
  );
}
