// Findings: one by one, and by rule.

const SAMPLES = 3;

function findingBlock(finding, { at, explained = false, bare = false }) {
  const rule = data.ruleOf.get(finding.rule);
  const title = bare
    ? ""
    : make("p", {}, badge(finding.severity), " ", make("strong", {}, `${rule.code} ${rule.name}`));
  return make(
    "div",
    { class: `finding ${finding.severity}` },
    title,
    make("p", { dir: "auto" }, cut(finding.message, 1500)),
    finding.excerpt
      ? make(
          "p",
          { class: "excerpt", dir: "auto" },
          finding.excerpt[0],
          make("mark", {}, finding.excerpt[1]),
          finding.excerpt[2],
        )
      : "",
    finding.suggestion
      ? make("p", { class: "suggestion" }, "Perhaps: ", bdi(cut(finding.suggestion, 500)))
      : "",
    make(
      "p",
      { class: "quiet" },
      bdi(finding.where),
      eventLink(finding.event, at),
      finding.record && finding.event === undefined ? [" · ", bdi(cut(finding.record, 120))] : "",
    ),
    finding.edit ? make("p", { class: "quiet" }, "Edit at ", bdi(finding.edit)) : "",
    (finding.related ?? []).map((place) =>
      make("p", { class: "quiet" }, "See also ", bdi(place.where), eventLink(place.event, at)),
    ),
    explained ? explanation(rule) : "",
  );
}

function eventLink(event, current) {
  if (event === undefined || event === current) return "";
  const name = cell(event, "event_id_cnty") || `event ${event + 1}`;
  return [
    " · ",
    button(bdi(cut(name, 60)), () => openFrom(event), {
      class: "plain",
      "aria-label": `Open event ${cut(name, 60)}`,
    }),
  ];
}

// Opened from elsewhere on the page: filters that would hide it go.
async function openFrom(event) {
  if (!table.events.includes(event)) ask(Object.fromEntries(ASKED.map((name) => [name, ""])));
  await openEvent(event);
  byId("panel").scrollIntoView({ block: "nearest" });
}

function explanation(rule) {
  const told = [
    ["What it finds", rule.summary],
    ["What to do", rule.advice],
    ["Why", rule.why],
    ["From", rule.origin],
  ];
  return make(
    "details",
    {},
    make("summary", {}, `What ${rule.code} means`),
    make(
      "dl",
      {},
      told
        .filter(([, text]) => text)
        .flatMap(([title, text]) => [make("dt", {}, title), make("dd", { dir: "auto" }, prose(text))]),
    ),
    rule.status === "preview"
      ? make("p", { class: "quiet" }, "This rule is a preview: it has not been tried on much real data yet.")
      : "",
    make(
      "p",
      { class: "quiet" },
      "Rows that pass and fail: ",
      make("code", {}, `dateline explain ${rule.code}`),
    ),
  );
}

function fillFindings() {
  const byRule = new Map(data.head.rules.map((rule) => [rule.code, []]));
  for (const finding of data.head.findings) byRule.get(finding.rule).push(finding);
  const blocks = data.head.rules.map((rule) => ruleBlock(rule, byRule.get(rule.code)));
  byId("findings").replaceChildren(...(blocks.length ? blocks : [make("p", {}, "Nothing was found.")]));
}

function ruleBlock(rule, found) {
  const [list, tools] = [make("div", {}), make("div", { class: "tools controls" })];
  const rows = rule.rows && rule.rows !== rule.count ? ` in ${plural(rule.rows, "row")}` : "";
  list.append(...found.slice(0, SAMPLES).map((one) => findingBlock(one, { bare: true })));
  if (found.length > SAMPLES)
    tools.append(button(`Show all ${number(found.length)}`, (event) => showAll(event.target, list, found)));
  if (found.some((one) => one.event !== undefined))
    tools.append(button("Show these events", () => showRule(rule.code)));
  const unlisted = rule.count - found.length;
  const printed =
    found.length > SAMPLES
      ? make(
          "p",
          { class: "printed quiet" },
          `… and ${number(found.length - SAMPLES)} more in the page itself.`,
        )
      : "";
  return make(
    "section",
    { class: "rule", "aria-label": `${rule.code} ${rule.name}` },
    make(
      "h3",
      {},
      badge(rule.severity),
      `${rule.code} ${rule.name}`,
      make("span", { class: "quiet" }, `${plural(rule.count, "finding")}${rows}`),
    ),
    make("p", { dir: "auto" }, "→ ", prose(rule.advice)),
    explanation(rule),
    list,
    printed,
    unlisted > 0
      ? make(
          "p",
          { class: "quiet" },
          `${plural(unlisted, "more finding")} of this rule ${unlisted === 1 ? "is" : "are"} counted and not listed in this page.`,
        )
      : "",
    tools,
  );
}

function showAll(control, list, found) {
  const rest = found.slice(SAMPLES).map((one) => findingBlock(one, { bare: true }));
  list.append(...rest);
  control.closest("section").querySelector(".printed").remove();
  control.remove();
  rest[0].tabIndex = -1;
  rest[0].focus();
}

function showRule(code) {
  ask({ ...Object.fromEntries(ASKED.map((name) => [name, ""])), rule: code });
  reveal(byId("events-heading"));
  byId("events-heading").scrollIntoView();
}
