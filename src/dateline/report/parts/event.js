// One event: its cells, its claims with the words behind them, what contradicts them, and what was found in it.

const HIDDEN = new Set(["event_id_cnty"]);

function openEvent(at, focus = true) {
  const position = table.events.indexOf(at);
  ask({ event: data.names[at], ...(position < 0 ? {} : { page: Math.floor(position / PER_PAGE) + 1 }) });
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
  showRow(at);
  if (!focus) return;
  byId("event-heading").focus({ preventScroll: true });
  panel.scrollIntoView({ block: "nearest" });
}

// Bring the row into sight without moving the page.
function showRow(at) {
  const [row, box] = [rowOf(at), byId("scroll")];
  if (!row || box.scrollHeight <= box.clientHeight) return;
  const [inside, around] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
  const head = byId("columns").offsetHeight;
  if (inside.top < around.top + head) box.scrollTop -= around.top + head - inside.top;
  else if (inside.bottom > around.bottom) box.scrollTop += inside.bottom - around.bottom;
}

function eventParts(at, words) {
  const event = words?.event;
  return [
    eventHeader(at),
    ...findingsPart(at),
    ...(event?.claims.length
      ? claimsPart(at, words)
      : [
          make(
            "p",
            { class: "quiet" },
            "This data has no claims for the event: nothing here leads back to the words of a source.",
          ),
        ]),
    ...(event?.contradictions.length ? contradictionsPart(words) : []),
    ...(event ? sourcesPart(words) : []),
    ...cellsPart(at, Boolean(event?.claims.length)),
  ];
}

function eventHeader(at) {
  const title = [
    cell(at, "event_date"),
    cell(at, "sub_event_type") || cell(at, "event_type"),
    cell(at, "location"),
  ].filter(Boolean);
  const position = table.events.indexOf(at);
  const step = (by) =>
    button(by < 0 ? "↑" : "↓", () => openEvent(table.events[position + by]), {
      "aria-label": by < 0 ? "Event before" : "Event behind",
      title: by < 0 ? "Event before" : "Event behind",
      disabled: position < 0 || table.events[position + by] === undefined ? "" : null,
    });
  const line = data.head.events.lines[at];
  const where = line === null ? `record ${data.head.events.numbers[at] ?? at + 1}` : `line ${line}`;
  return make(
    "div",
    {},
    make(
      "header",
      {},
      make("h3", { id: "event-heading", tabindex: "-1" }, bdi(cut(title.join(" · ") || "Event", 200))),
      make("div", { class: "tools" }, step(-1), step(1), button("Close", closeEvent, { id: "close" })),
    ),
    make(
      "p",
      { class: "quiet" },
      bdi(cut(cell(at, "event_id_cnty"), 200)),
      cell(at, "event_key") ? [" · ", bdi(cut(cell(at, "event_key"), 200))] : "",
      ` · ${where} of `,
      bdi(data.head.events.file),
    ),
  );
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

function cellsPart(at, folded) {
  const filled = data.head.fields.filter((field) => cell(at, field.name) && !HIDDEN.has(field.name));
  const list = make(
    "dl",
    {},
    filled.flatMap((field) => {
      const column = field.column ? ` (${field.column})` : "";
      return [
        make("dt", { title: field.about }, field.title + column),
        make("dd", { dir: "auto" }, cell(at, field.name)),
      ];
    }),
  );
  return folded
    ? [make("details", { open: "" }, make("summary", {}, "All cells of the row"), list)]
    : [make("h4", {}, "Cells of the row"), list];
}
