// The data of the page, and what is looked up in it often.

const SEVERITIES = ["error", "warning", "info"];
const data = {
  head: null,
  days: [],
  points: [],
  findingsOf: [],
  namedIn: [],
  worst: [],
  ruleOf: new Map(),
  ofSource: new Map(),
};
const parts = new Map();

async function unpacked(id) {
  const packed = atob(byId(id).textContent);
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

async function load() {
  const head = await unpacked("head");
  data.head = head;
  data.size = head.events.shown;
  data.columns = head.events.columns;
  data.fields = new Map(head.fields.map((field) => [field.name, field]));
  data.ruleOf = new Map(head.rules.map((rule) => [rule.code, rule]));
  data.days = Array.from({ length: data.size }, (_, at) => dayOf(cell(at, "event_date")));
  data.points = Array.from({ length: data.size }, (_, at) => pointOf(at));
  linkFindings();
  nameEvents();
}

function cell(at, name) {
  const column = data.columns[name];
  return column ? column[at] : "";
}

// Days since 1970, or NaN: what is not written YYYY-MM-DD, or is no day of the calendar, is no day.
function dayOf(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return NaN;
  const time = Date.parse(`${text}T00:00:00Z`);
  return isoOf(time / 86400000) === text ? time / 86400000 : NaN;
}

function isoOf(day) {
  const date = new Date(day * 86400000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}

function pointOf(at) {
  const [latitude, longitude] = [degrees(cell(at, "latitude"), 90), degrees(cell(at, "longitude"), 180)];
  if (latitude === null || longitude === null) return null;
  return { latitude, longitude, key: `${latitude},${longitude}` };
}

function degrees(text, most) {
  const value = /^\s*[-+]?\d+(\.\d*)?\s*$/.test(text) ? Number(text) : NaN;
  return Math.abs(value) <= most ? value : null;
}

function linkFindings() {
  data.findingsOf = Array.from({ length: data.size }, () => []);
  data.namedIn = Array.from({ length: data.size }, () => []);
  for (const finding of data.head.findings) {
    finding.severity = data.ruleOf.get(finding.rule).severity;
    if (finding.event !== undefined) data.findingsOf[finding.event].push(finding);
    if (finding.source !== undefined) {
      data.ofSource.set(finding.source, [...(data.ofSource.get(finding.source) ?? []), finding]);
    }
    for (const place of finding.related ?? []) {
      if (place.event !== undefined && place.event !== finding.event) data.namedIn[place.event].push(finding);
    }
  }
  data.worst = data.findingsOf.map((found) =>
    Math.min(9, ...found.map((one) => SEVERITIES.indexOf(one.severity))),
  );
}

// A name for each event that can stand in an address: its id, and its place in the file where that is not enough.
function nameEvents() {
  const seen = new Map();
  data.names = Array.from({ length: data.size }, (_, at) => {
    const id = cell(at, "event_id_cnty");
    const name =
      id && !seen.has(id) ? id : `${id}~${data.head.events.lines[at] ?? data.head.events.numbers[at] ?? at}`;
    seen.set(id, at);
    return name;
  });
  data.byName = new Map(data.names.map((name, at) => [name, at]));
}

async function wordsOf(at) {
  const part = Math.floor(at / data.head.part);
  if (!byId(`words-${part}`)) return null;
  if (!parts.has(part)) parts.set(part, unpacked(`words-${part}`));
  const words = await parts.get(part);
  for (const claim of words.events[at].claims) claim.value ??= cell(at, claim.field);
  return { ...words, event: words.events[at] };
}

// How often each value occurs, the most frequent first.
function frequencies(values) {
  const counts = new Map();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
