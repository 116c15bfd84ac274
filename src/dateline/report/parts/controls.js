// The controls above the events.

const MOST_SUGGESTIONS = 300;
const PAUSE = 120;
const LABELS = {
  type: "Type",
  actor: "Actor",
  place: "Place",
  at: "Point",
  severity: "Findings",
  rule: "Rule",
  from: "From",
  to: "Until",
  text: "Words",
};

function fillControls() {
  byId("type").append(option("", "All types"), ...typeOptions());
  const severities = SEVERITIES.filter((one) => data.head.tally[one]).map((one) =>
    option(one, `With ${one === "info" ? "info" : `${one}s`}`),
  );
  byId("severity").append(
    option("", "All events"),
    option("any", "With findings"),
    ...severities,
    option("none", "Without findings"),
  );
  byId("rule").append(option("", "All rules"), ...ruleOptions());
  byId("actors").append(...suggestions(ACTORS.flatMap((name) => data.columns[name] ?? [])));
  byId("places").append(...suggestions(PLACES.flatMap((name) => data.columns[name] ?? [])));
}

function typeOptions() {
  const none = (data.columns.event_type ?? []).filter((name) => !name).length;
  const types = frequencies(data.columns.event_type ?? []).map(([name, count]) => [name, count, "type"]);
  const subs = frequencies(data.columns.sub_event_type ?? []).map(([name, count]) => [name, count, "sub"]);
  const groups = [
    ["Event types", types],
    ["Sub-event types", subs],
  ]
    .filter(([, found]) => found.length)
    .map(([label, found]) =>
      make(
        "optgroup",
        { label },
        found.map(([name, count, level]) =>
          option(`${level}:${name}`, `${cut(name, 60)} (${number(count)})`),
        ),
      ),
    );
  return none ? [...groups, option("type:", `Not given (${number(none)})`)] : groups;
}

function ruleOptions() {
  const events = frequencies(data.findingsOf.flatMap((found) => [...new Set(found.map((one) => one.rule))]));
  const counts = new Map(events);
  return data.head.rules
    .filter((rule) => counts.has(rule.code))
    .map((rule) => option(rule.code, `${rule.code} ${rule.name} (${number(counts.get(rule.code))})`));
}

function suggestions(values) {
  return frequencies(values)
    .slice(0, MOST_SUGGESTIONS)
    .map(([value]) => option(cut(value, 200), ""));
}

function showControls() {
  for (const name of ASKED) {
    const control = byId(name);
    if (control && control !== document.activeElement) control.value = state[name];
  }
}

function showCount(shown) {
  const of = data.size;
  byId("count").textContent =
    shown === of ? plural(of, "event") : `${number(shown)} of ${plural(of, "event")}`;
  const asked = ASKED.filter((name) => state[name]);
  byId("chips").replaceChildren(...asked.map((name) => chip(name)));
}

function chip(name) {
  const said =
    name === "at"
      ? placeName(state.at)
      : name === "type"
        ? state.type.split(":").slice(1).join(":") || "not given"
        : state[name];
  const clear = () => {
    ask({ [name]: "" });
    (byId(name) ?? byId("reset")).focus();
  };
  return button([`${LABELS[name]}: `, bdi(cut(said, 40)), " ×"], clear, {
    class: "chip",
    "aria-label": `Remove the filter ${LABELS[name]}: ${cut(said, 40)}`,
  });
}

function listenToControls() {
  let waiting = 0;
  const given = () => ASKED.map(byId).filter(Boolean);
  for (const name of ASKED) {
    const control = byId(name);
    if (!control) continue;
    control.addEventListener(control.type === "search" ? "input" : "change", () => {
      clearTimeout(waiting);
      const apply = () => ask(Object.fromEntries(given().map((one) => [one.id, one.value])));
      if (control.type === "search") waiting = setTimeout(apply, PAUSE);
      else apply();
    });
  }
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    ask(Object.fromEntries(ASKED.map((name) => [name, ""])));
    for (const name of ASKED) if (byId(name)) byId(name).value = "";
  });
}
