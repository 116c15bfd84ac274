// The claims of an event: by field, those of each source beside those of the others, with the words behind them.

function claimsPart(at, words) {
  const groups = new Map();
  for (const claim of words.event.claims) {
    if (!groups.has(claim.group)) groups.set(claim.group, []);
    groups.get(claim.group).push(claim);
  }
  return [
    make("h4", {}, "What the sources say"),
    ...[...groups.values()].map((claims) => groupBlock(claims, words)),
  ];
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
  return make(
    "div",
    { class: "group" },
    make("h4", {}, fields.map(fieldTitle).join(", "), note),
    make(
      "div",
      { class: "sides" },
      sides.map(([source, said]) => sideBlock(source, said, words, differ)),
    ),
  );
}

function differing(sides) {
  const values = (said) =>
    said
      .map((claim) => `${claim.field}=${claim.value ?? ""}`)
      .sort()
      .join("\n");
  return new Set(sides.map(values)).size > 1;
}

const fieldTitle = (name) => data.fields.get(name)?.title ?? name;

function sideBlock(source, claims, words, differs) {
  const heading = source === null ? "No source: by default" : sourceName(words.sources[source]);
  const quotes = [...new Set(claims.flatMap((claim) => claim.quotes))];
  const reasons = new Map();
  for (const claim of claims) {
    reasons.set([claim.basis, claim.expression, claim.attributed_to, claim.reason].join("\u001f"), claim);
  }
  return make(
    "div",
    { class: differs ? "side differs" : "side" },
    make("h5", {}, heading),
    claims.map((claim) => claimLine(claim, claims.length > 1)),
    quotes.map((quote) => quotation(words.quotes[quote])),
    [...reasons.values()].map(reasonLine),
  );
}

function claimLine(claim, named) {
  const accepted = claim.accepted
    ? make("span", { class: "accepted" }, "✓ accepted")
    : make("span", { class: "refused" }, "✗ not accepted");
  const settled = claim.settled_by ? ` (${claim.settled_by})` : "";
  return make(
    "p",
    { class: "said" },
    named ? `${fieldTitle(claim.field)}: ` : "",
    make("bdi", { dir: "auto", class: "value" }, claim.value ?? ""),
    " ",
    accepted,
    make("span", { class: "quiet" }, settled),
  );
}

function quotation([exact, prefix, suffix, start, end]) {
  const title = start ? `Characters ${start} to ${end} of the text` : null;
  if (!exact) return make("p", { class: "quiet" }, `The words are not part of this release. ${title ?? ""}`);
  return make(
    "blockquote",
    { dir: "auto", title },
    prefix ? make("span", { class: "around" }, "… ", prefix) : "",
    make("mark", {}, exact),
    suffix ? make("span", { class: "around" }, suffix, " …") : "",
  );
}

function reasonLine(claim) {
  return make(
    "p",
    { class: "quiet" },
    claim.basis ?? "",
    claim.expression ? [", date words “", bdi(claim.expression), "”"] : "",
    claim.attributed_to ? [", says ", bdi(claim.attributed_to)] : "",
    claim.reason ? [": ", bdi(claim.reason)] : "",
  );
}
