// What is asked for, which events answer to it, and how the address says it.

const EMPTY = {
  type: "",
  actor: "",
  place: "",
  at: "",
  severity: "",
  rule: "",
  from: "",
  to: "",
  text: "",
  sort: "",
  page: 1,
  event: "",
};
const ASKED = ["type", "actor", "place", "at", "severity", "rule", "from", "to", "text"];
const ACTORS = ["actor1", "assoc_actor_1", "actor2", "assoc_actor_2"];
const PLACES = ["location", "admin1", "admin2", "admin3", "country"];
const state = { ...EMPTY };
const folded = new Map();

// Small letters without accents, so that nobody has to type them.
function fold(text) {
  const small = text.toLowerCase();
  return /^[\x00-\x7f]*$/.test(small) ? small : small.normalize("NFKD").replace(/\p{M}/gu, "");
}

function foldedCells(name, columns) {
  if (!folded.has(name)) {
    const given = columns.map((column) => data.columns[column]).filter(Boolean);
    folded.set(
      name,
      Array.from({ length: data.size }, (_, at) => fold(given.map((cells) => cells[at]).join("\n"))),
    );
  }
  return folded.get(name);
}

function containing(name, columns, words) {
  const wanted = fold(words.trim());
  const cells = foldedCells(name, columns);
  return (at) => cells[at].includes(wanted);
}

function ofType(asked) {
  const [level, ...value] = asked.split(":");
  const column = data.columns[level === "sub" ? "sub_event_type" : "event_type"];
  return (at) => Boolean(column) && column[at] === value.join(":");
}

function ofSeverity(asked) {
  if (asked === "any") return (at) => data.findingsOf[at].length > 0;
  if (asked === "none") return (at) => data.findingsOf[at].length === 0;
  return (at) => data.findingsOf[at].some((finding) => finding.severity === asked);
}

function inPeriod(from, to) {
  const [first, last] = [from ? dayOf(from) : -Infinity, to ? dayOf(to) : Infinity];
  return (at) => data.days[at] >= first && data.days[at] <= last;
}

const TESTS = {
  type: (asked) => ofType(asked),
  actor: (asked) => containing("actor", ACTORS, asked),
  place: (asked) => containing("place", PLACES, asked),
  severity: (asked) => ofSeverity(asked),
  rule: (asked) => (at) => data.findingsOf[at].some((finding) => finding.rule === asked),
  text: (asked) => containing("text", Object.keys(data.columns), asked),
};

// The events that answer to all, and those that answer to all but the period, or the point on the map.
function answering() {
  const tests = Object.keys(TESTS)
    .filter((name) => state[name].trim())
    .map((name) => TESTS[name](state[name]));
  const period = state.from || state.to ? inPeriod(state.from, state.to) : () => true;
  const point = state.at ? (at) => data.points[at]?.key === state.at : () => true;
  const found = { shown: [], anyTime: [], anywhere: [] };
  for (let at = 0; at < data.size; at += 1) {
    if (!tests.every((test) => test(at))) continue;
    const [then, there] = [period(at), point(at)];
    if (there) found.anyTime.push(at);
    if (then) found.anywhere.push(at);
    if (then && there) found.shown.push(at);
  }
  return found;
}

function toAddress() {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value !== EMPTY[name]) said.set(name, value);
  const fragment = `#${said}`;
  if (fragment !== (location.hash || "#")) history.replaceState(null, "", fragment);
}

function fromAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(EMPTY)) state[name] = said.get(name) ?? value;
  state.page = Math.max(1, Math.floor(Number(state.page)) || 1);
}
