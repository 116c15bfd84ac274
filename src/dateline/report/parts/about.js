// What the data is, what was judged, and what was not.

function fillAbout() {
  const head = data.head;
  byId("notes").replaceChildren(...head.notes.map((note) => make("li", { dir: "auto" }, note)));
  byId("about").replaceChildren(
    aboutList(head),
    ...(head.contradictions.length
      ? [
          make("h3", {}, "Statements that cannot both hold, about no event shown"),
          ...contradictionBlocks(head.contradictions),
        ]
      : []),
    make("h3", {}, "Files that were judged"),
    filesTable(head.files),
    ...(head.not_run.length ? notRun(head.not_run) : []),
  );
}

function aboutList(head) {
  const about = head.about;
  const reading = head.reading ?? {};
  const renamed = (reading.renamed ?? []).map(([name, meant]) => `${name} for ${meant}`);
  const facts = [
    ["Name", about.name],
    ["Version", about.version],
    ["Description", about.description],
    ["Layout", reading.layout],
    ["Missing columns", (reading.missing ?? []).join(", ")],
    ["Renamed columns", renamed.join(", ")],
    ["Columns not used", (reading.unused ?? []).join(", ")],
    ["Assumed", (reading.assumed ?? []).join("; ")],
    ["Judged as of", head.as_of],
    ["Rules applied", number(head.applied)],
    ["Made by", head.tool],
  ].filter(([, value]) => value);
  const licences = (about.licences ?? []).map((one) =>
    make(
      "div",
      {},
      one.path ? link(one.path, one.title ?? one.name ?? one.path) : bdi(one.title ?? one.name ?? ""),
    ),
  );
  return make(
    "dl",
    {},
    facts.flatMap(([title, value]) => [make("dt", {}, title), make("dd", { dir: "auto" }, value)]),
    licences.length ? [make("dt", {}, "Licence of the data"), make("dd", {}, licences)] : [],
  );
}

function filesTable(files) {
  const rows = files.map((file) =>
    make(
      "tr",
      {},
      make("td", {}, bdi(file.file)),
      make("td", { class: "number" }, file.records === undefined ? "" : number(file.records)),
      make("td", { class: "number" }, file.size === undefined ? "" : number(file.size)),
      make("td", { class: "hash" }, file.sha256),
    ),
  );
  const titles = [
    ["File", ""],
    ["Records", "number"],
    ["Bytes", "number"],
    ["SHA-256", ""],
  ];
  return make(
    "div",
    { class: "wide" },
    make(
      "table",
      {},
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          titles.map(([title, kind]) => make("th", { scope: "col", class: kind }, title)),
        ),
      ),
      make("tbody", {}, rows),
    ),
  );
}

function notRun(reasons) {
  const total = reasons.reduce((sum, one) => sum + one.rules.length, 0);
  return [
    make("h3", {}, `Rules that were not run: ${number(total)}`),
    make(
      "ul",
      { class: "plainlist" },
      reasons.map((one) =>
        make(
          "li",
          {},
          make(
            "details",
            {},
            make("summary", {}, `${plural(one.rules.length, "rule")}: `, bdi(one.reason)),
            make("p", {}, one.rules.map(([code, name]) => `${code} ${name}`).join(", ")),
          ),
        ),
      ),
    ),
  ];
}
