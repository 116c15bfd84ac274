// Hands on the timeline: mouse, fingers and keys.

function binAt(event) {
  const at = frame();
  const x = event.clientX - byId("timeline").getBoundingClientRect().left;
  return clamp(Math.floor((x - MARGIN.left) / at.step), 0, time.bins.length - 1);
}

function choosePeriod(a, b) {
  const [first, last] = ordered(a, b);
  const asked = { from: isoOf(time.bins[first].start), to: isoOf(time.bins[last].end) };
  const again = asked.from === state.from && asked.to === state.to;
  ask(again ? { from: "", to: "" } : asked);
}

function sayBins(a, b) {
  const [first, last] = ordered(a, b).map((index) => time.bins[index]);
  let count = 0;
  for (const bin of time.bins) if (bin.start >= first.start && bin.end <= last.end) count += bin.shown;
  const until = first.start === last.end ? "" : ` to ${dayLabel(last.end)}`;
  byId("time-said").textContent = `${dayLabel(first.start)}${until}: ${plural(count, "event")}`;
}

function listenToTimeline() {
  const box = byId("timeline");
  box.addEventListener("pointerdown", (event) => {
    if (!time.bins.length) return;
    box.setPointerCapture(event.pointerId);
    time.cursor = time.anchor = binAt(event);
    time.drag = { from: time.cursor, to: time.cursor };
  });
  box.addEventListener("pointermove", (event) => {
    if (!time.bins.length) return;
    if (time.drag) time.drag.to = binAt(event);
    sayBins(time.drag ? time.drag.from : binAt(event), binAt(event));
    if (time.drag) drawTimeline();
  });
  box.addEventListener("pointerup", () => {
    const drag = time.drag;
    time.drag = null;
    if (drag) choosePeriod(drag.from, drag.to);
  });
  box.addEventListener("pointercancel", () => {
    time.drag = null;
    drawTimeline();
  });
  box.addEventListener("keydown", onTimeKey);
  box.addEventListener("focus", drawTimeline);
  box.addEventListener("blur", drawTimeline);
}

function onTimeKey(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!time.bins.length || !(step || ["Enter", " ", "Delete", "Backspace"].includes(event.key))) return;
  event.preventDefault();
  if (event.key === "Delete" || event.key === "Backspace") return void ask({ from: "", to: "" });
  if (!step) return void choosePeriod(time.anchor, time.cursor);
  time.cursor = clamp(time.cursor + step, 0, time.bins.length - 1);
  if (!event.shiftKey) time.anchor = time.cursor;
  sayBins(time.anchor, time.cursor);
  drawTimeline();
}
