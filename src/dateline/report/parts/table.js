// The table of the events, a page at a time.

const PER_PAGE = 100;
const MOST_PRINTED = 2000;
const PRECISION = { 2: "week", 3: "month" };
const COLUMNS = [
  { name: "date", title: "Date", needs: ["event_date"], key: (at) => cell(at, "event_date"), show: showDate },
  {
    name: "type",
    title: "What happened",
    needs: ["event_type", "sub_event_type", "notes"],
    key: (at) => cell(at, "sub_event_type") || cell(at, "event_type"),
    show: showType,
  },
  {
    name: "actors",
    title: "Sides",
    needs: ["actor1", "actor2"],
    key: (at) => cell(at, "actor1"),
    show: showActors,
  },
  {
    name: "place",
    title: "Place",
    needs: ["location", "admin1", "country"],
    key: (at) => cell(at, "location") || cell(at, "admin1"),
    show: showPlace,
  },
  {
    name: "deaths",
    title: "Deaths",
    needs: ["fatalities", "fatalities_best"],
    key: deaths,
    show: (at) => [cell(at, "fatalities") || cell(at, "fatalities_best")],
    kind: "number",
  },
  {
    name: "findings",
    title: "Findings",
    key: (at) => data.worst[at] * 1000 - data.findingsOf[at].length,
    show: showFindings,
  },
  {
    name: "id",
    title: "Id",
    needs: ["event_id_cnty"],
    key: (at) => cell(at, "event_id_cnty"),
    show: (at) => [bdi(cut(cell(at, "event_id_cnty"), 60))],
  },
];
const table = { columns: [], events: [], sorted: null, printing: false };

function deaths(at) {
  const value = cell(at, "fatalities") || cell(at, "fatalities_best");
  return value === "" || Number.isNaN(Number(value)) ? -1 : Number(value);
}

function showDate(at) {
  const precision = PRECISION[cell(at, "time_precision")];
  return [
    bdi(cut(cell(at, "event_date"), 40)),
    precision ? make("span", { class: "quiet" }, `(${precision})`) : "",
  ];
}

function showType(at) {
  const [type, sub] = [cell(at, "event_type"), cell(at, "sub_event_type")];
  if (!sub && !type) return [make("span", { class: "quiet" }, bdi(cut(cell(at, "notes"), 110)))];
  return [bdi(cut(sub || type, 80)), sub && type ? make("span", { class: "quiet" }, bdi(cut(type, 80))) : ""];
}

function showActors(at) {
  const [one, other] = [cell(at, "actor1"), cell(at, "actor2")];
  return [
    bdi(cut(one, 100)),
    other ? make("span", { class: "quiet" }, one ? "against " : "", bdi(cut(other, 100))) : "",
  ];
}

function showPlace(at) {
  const [name, ...wider] = [cell(at, "location"), cell(at, "admin1"), cell(at, "country")].filter(Boolean);
  return [
    bdi(cut(name ?? "", 80)),
    wider.length ? make("span", { class: "quiet" }, bdi(cut(wider.join(", "), 90))) : "",
  ];
}

function showFindings(at) {
  const found = data.findingsOf[at];
  const rules = [...new Set(found.map((one) => one.rule))].sort(
    (a, b) =>
      SEVERITIES.indexOf(data.ruleOf.get(a).severity) - SEVERITIES.indexOf(data.ruleOf.get(b).severity),
  );
  const shown = rules.slice(0, 3).flatMap((code) => {
    const rule = data.ruleOf.get(code);
    return [
      make("span", { class: `badge ${rule.severity}`, title: rule.name }, `${rule.severity} ${code}`),
      " ",
    ];
  });
  return rules.length > 3 ? [...shown, `and ${rules.length - 3} more`] : shown;
}

function fillTable() {
  table.columns = COLUMNS.filter(
    (column) => !column.needs || column.needs.some((name) => data.columns[name]),
  );
  byId("columns").replaceChildren(...table.columns.map(heading));
  const choices = table.columns.flatMap((column) => [
    option(column.name, column.title),
    option(`-${column.name}`, `${column.title}, reversed`),
  ]);
  byId("sort").replaceChildren(option("", "Order of the file"), ...choices);
  byId("sort").addEventListener("change", () => ask({ sort: byId("sort").value }));
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));
  byId("rows").addEventListener("click", onRowClick);
  byId("rows").addEventListener("keydown", onRowKey);
  window.addEventListener("beforeprint", () => printing(true));
  window.addEventListener("afterprint", () => printing(false));
}

function heading(column) {
  const next = () =>
    ({ [column.name]: `-${column.name}`, [`-${column.name}`]: "" })[state.sort] ?? column.name;
  const control = button(column.title, () => ask({ sort: next() }));
  return make(
    "th",
    {
      role: "columnheader",
      scope: "col",
      class: `${column.kind ?? ""} ${column.name}`.trim(),
      "data-column": column.name,
    },
    control,
  );
}

function turn(by) {
  ask({ page: state.page + by });
  byId("scroll").scrollTop = 0;
}

function sorted(events) {
  const reversed = state.sort.startsWith("-");
  const column = table.columns.find((one) => one.name === state.sort.replace("-", ""));
  if (!column) return events;
  const keys = new Map(events.map((at) => [at, column.key(at)]));
  const sign = reversed ? -1 : 1;
  return [...events].sort((a, b) => {
    const [one, other] = [keys.get(a), keys.get(b)];
    return one === other ? a - b : one < other ? -sign : sign;
  });
}

function showTable(events) {
  table.events = sorted(events);
  showSort();
  showPage();
}

function showSort() {
  byId("sort").value = state.sort;
  for (const head of byId("columns").children) {
    const order = { [head.dataset.column]: "ascending", [`-${head.dataset.column}`]: "descending" }[
      state.sort
    ];
    if (order) head.setAttribute("aria-sort", order);
    else head.removeAttribute("aria-sort");
    const label = head.firstChild;
    label.textContent =
      COLUMNS.find((one) => one.name === head.dataset.column).title +
      ({ ascending: " ▲", descending: " ▼" }[order] ?? "");
  }
}

function showPage() {
  const pages = Math.max(1, Math.ceil(table.events.length / PER_PAGE));
  state.page = clamp(state.page, 1, pages);
  const first = (state.page - 1) * PER_PAGE;
  const shown = table.printing
    ? table.events.slice(0, MOST_PRINTED)
    : table.events.slice(first, first + PER_PAGE);
  byId("table").setAttribute("aria-rowcount", String(table.events.length + 1));
  const offset = table.printing ? 0 : first;
  byId("rows").replaceChildren(
    ...(shown.length ? shown.map((at, index) => row(at, offset + index)) : [nothing()]),
  );
  byId("page").textContent = table.events.length
    ? `${number(first + 1)} to ${number(Math.min(first + PER_PAGE, table.events.length))} of ${number(table.events.length)}`
    : "";
  byId("previous").parentElement.hidden = pages === 1;
  byId("previous").disabled = state.page <= 1;
  byId("next").disabled = state.page >= pages;
  const more = table.events.length - MOST_PRINTED;
  byId("print-note").textContent =
    table.printing && more > 0
      ? `${plural(more, "more event")} ${more === 1 ? "is" : "are"} not printed; narrow the filters to print them.`
      : "";
  markOpen();
}

function nothing() {
  const why = data.size ? "No event answers to all the filters." : "There are no events.";
  return make(
    "tr",
    { role: "row" },
    make("td", { role: "gridcell", class: "empty", colspan: table.columns.length }, why),
  );
}

function row(at, index) {
  const cells = table.columns.map((column) =>
    make(
      "td",
      {
        role: "gridcell",
        class: [column.kind, column.name, ["deaths", "id"].includes(column.name) ? "" : "bare"]
          .filter(Boolean)
          .join(" "),
        "data-label": column.title,
      },
      column.show(at),
    ),
  );
  return make(
    "tr",
    {
      role: "row",
      tabindex: index % PER_PAGE === 0 ? 0 : -1,
      "data-event": at,
      "aria-rowindex": index + 2,
      "aria-selected": "false",
    },
    cells,
  );
}

function markOpen() {
  const open = data.byName.get(state.event);
  const rows = [...byId("rows").children];
  for (const one of rows)
    one.setAttribute("aria-selected", String(open !== undefined && Number(one.dataset.event) === open));
  const chosen = rows.find((one) => one.getAttribute("aria-selected") === "true");
  if (chosen) makeReachable(chosen);
}

// One row can be reached with Tab; the arrows lead to the others.
function makeReachable(chosen) {
  for (const one of byId("rows").querySelectorAll('tr[tabindex="0"]')) one.tabIndex = -1;
  chosen.tabIndex = 0;
}

function rowOf(at) {
  return byId("rows").querySelector(`tr[data-event="${at}"]`);
}

function onRowClick(event) {
  const clicked = event.target.closest("tr[data-event]");
  if (!clicked || String(window.getSelection())) return;
  makeReachable(clicked);
  openEvent(Number(clicked.dataset.event));
}

function onRowKey(event) {
  const current = event.target.closest("tr[data-event]");
  if (!current) return;
  const to = {
    ArrowDown: current.nextElementSibling,
    ArrowUp: current.previousElementSibling,
    Home: current.parentElement.firstElementChild,
    End: current.parentElement.lastElementChild,
  }[event.key];
  if (to) {
    event.preventDefault();
    makeReachable(to);
    to.focus();
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    openEvent(Number(current.dataset.event));
  }
}

function printing(now) {
  table.printing = now;
  showPage();
}
