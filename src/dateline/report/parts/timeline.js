// The timeline: a bar for each day, week, month or year, whichever gives a number of bars that can be told apart.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MARGIN = { left: 38, right: 10, top: 14, bottom: 24 };
const MOST_BARS = 400;
const time = { bins: [], unit: "day", cursor: 0, anchor: 0, drag: null };

function fillTimeline() {
  const days = data.days.filter((day) => !Number.isNaN(day));
  const without = data.size - days.length;
  byId("time-note").textContent = without
    ? `${plural(without, "event")} without a date that can be read ${without === 1 ? "is" : "are"} not on the timeline.`
    : "";
  if (!days.length) return;
  const [first, last] = extent(days);
  time.unit = unitFor(last - first + 1);
  time.bins = bins(first, last, time.unit);
  byId("time-heading").textContent = `When: events by ${time.unit}`;
}

function unitFor(days) {
  if (days <= 92) return "day";
  if (days <= 750) return "week";
  return days <= 30 * 366 ? "month" : "year";
}

function bins(first, last, unit) {
  const made = [];
  for (let start = startOf(first, unit); start <= last && made.length < MOST_BARS;) {
    const next = nextOf(start, unit);
    made.push({ start, end: next - 1, all: 0, shown: 0 });
    start = next;
  }
  if (made.length) made[made.length - 1].end = Math.max(made[made.length - 1].end, last);
  for (const day of data.days) if (!Number.isNaN(day)) made[binOf(day, made)].all += 1;
  return made;
}

function startOf(day, unit) {
  const date = new Date(day * 86400000);
  if (unit === "day") return day;
  if (unit === "week") return day - ((date.getUTCDay() + 6) % 7);
  return utc(date.getUTCFullYear(), unit === "month" ? date.getUTCMonth() : 0);
}

function nextOf(start, unit) {
  const date = new Date(start * 86400000);
  if (unit === "day") return start + 1;
  if (unit === "week") return start + 7;
  return unit === "month"
    ? utc(date.getUTCFullYear(), date.getUTCMonth() + 1)
    : utc(date.getUTCFullYear() + 1, 0);
}

function utc(year, month) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return date.getTime() / 86400000;
}

function binOf(day, among = time.bins) {
  let [low, high] = [0, among.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (among[middle].start <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

function showTimeline(events) {
  for (const bin of time.bins) bin.shown = 0;
  if (time.bins.length)
    for (const at of events) if (!Number.isNaN(data.days[at])) time.bins[binOf(data.days[at])].shown += 1;
  drawTimeline();
}

function svg(tag, attributes, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

function frame() {
  const box = byId("timeline");
  const [width, height] = [box.clientWidth, box.clientHeight];
  const inner = {
    width: Math.max(10, width - MARGIN.left - MARGIN.right),
    height: Math.max(10, height - MARGIN.top - MARGIN.bottom),
  };
  const step = inner.width / Math.max(1, time.bins.length);
  const most = Math.max(1, ...time.bins.map((bin) => bin.all));
  return {
    width,
    height,
    inner,
    step,
    most,
    bar: Math.min(step, 60),
    base: MARGIN.top + inner.height,
    x: (at) => MARGIN.left + at * step,
  };
}

function drawTimeline() {
  const [box, at] = [byId("timeline"), frame()];
  if (!at.width) return;
  box.setAttribute("viewBox", `0 0 ${at.width} ${at.height}`);
  if (!time.bins.length) {
    box.replaceChildren(
      svg("text", { x: at.width / 2, y: at.height / 2, "text-anchor": "middle" }, "No events with dates"),
    );
    return;
  }
  box.replaceChildren(
    ...axis(at),
    ...time.bins.flatMap((bin, number) => bars(at, bin, number)),
    ...chosenPeriod(at),
    ...dateLabels(at),
  );
}

function axis(at) {
  const ticks = at.most < 4 ? [at.most] : [Math.round(at.most / 2), at.most];
  return ticks.flatMap((value) => {
    const y = at.base - (value / at.most) * at.inner.height;
    return [
      svg("line", { class: "grid", x1: MARGIN.left, x2: at.width - MARGIN.right, y1: y, y2: y }),
      svg("text", { x: MARGIN.left - 5, y: y + 4, "text-anchor": "end" }, number(value)),
    ];
  });
}

function bars(at, bin, index) {
  const gap = at.step > 4 ? 1 : 0;
  const x = at.x(index) + (at.step - at.bar) / 2 + gap / 2;
  const bar = (kind, count) => {
    const height = Math.max(count ? 2 : 0, (count / at.most) * at.inner.height);
    return svg("rect", { class: kind, x, y: at.base - height, width: Math.max(0.5, at.bar - gap), height });
  };
  return [...(bin.all !== bin.shown ? [bar("all", bin.all)] : []), bar("shown", bin.shown)];
}

function chosenPeriod(at) {
  const marks = [];
  if (state.from || state.to) {
    const first = state.from ? binOf(dayOf(state.from)) : 0;
    const last = state.to ? binOf(dayOf(state.to)) : time.bins.length - 1;
    marks.push(range(at, first, last, "range"));
  }
  if (time.drag) marks.push(range(at, ...ordered(time.drag.from, time.drag.to), "range"));
  if (document.activeElement === byId("timeline"))
    marks.push(range(at, ...ordered(time.anchor, time.cursor), "cursor"));
  return marks;
}

const ordered = (a, b) => (a <= b ? [a, b] : [b, a]);

function range(at, first, last, kind) {
  const width = Math.max(2, (last - first + 1) * at.step);
  return svg("rect", { class: kind, x: at.x(first), y: MARGIN.top - 4, width, height: at.inner.height + 8 });
}

function dateLabels(at) {
  const every = Math.max(1, Math.ceil(86 / at.step));
  const labels = [];
  for (let index = 0; index < time.bins.length; index += every) {
    const x = at.x(index) + (at.step - at.bar) / 2;
    if (x + 72 < at.width || index === 0)
      labels.push(svg("text", { x, y: at.height - 8 }, binLabel(time.bins[index])));
  }
  return labels;
}

function dayLabel(day) {
  const date = new Date(day * 86400000);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

function binLabel(bin) {
  const date = new Date(bin.start * 86400000);
  if (time.unit === "year") return String(date.getUTCFullYear());
  if (time.unit === "month") return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return dayLabel(bin.start);
}
