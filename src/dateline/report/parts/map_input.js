// Hands on the map: mouse, fingers, keys and buttons.

const MOVES = { left: [-1, 0], right: [1, 0], up: [0, 1], down: [0, -1] };
const KEYS = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  "+": "in",
  "=": "in",
  "-": "out",
  0: "fit",
};

function moveMap(how) {
  if (how === "fit") map.view = fitted(map.places.length ? map.places : data.points.filter(Boolean));
  else if (how === "in" || how === "out") zoom(how === "in" ? 1.5 : 1 / 1.5);
  else shift(MOVES[how][0] * 60, MOVES[how][1] * 60);
  draw();
}

function shift(right, up) {
  const project = projection();
  map.view.longitude = clamp(map.view.longitude + right / project.across, -180, 180);
  map.view.latitude = clamp(map.view.latitude + up / project.down, -85, 85);
}

const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

// Larger by a factor; what lies at a point of the screen stays there.
function zoom(factor, x, y) {
  const before = projection();
  const [longitude, latitude] = x === undefined ? [] : [before.longitude(x), before.latitude(y)];
  map.view.height = clamp(map.view.height / factor, LEAST_SPAN, 180);
  map.view.width = clamp(map.view.width / factor, LEAST_SPAN, 400);
  if (x === undefined) return;
  const after = projection();
  map.view.longitude += longitude - after.longitude(x);
  map.view.latitude += latitude - after.latitude(y);
}

function placeAt(x, y) {
  const project = projection();
  let [best, least] = [null, Infinity];
  for (const place of map.places) {
    const far = Math.hypot(project.x(place.longitude) - x, project.y(place.latitude) - y) - radius(place);
    if (far < 5 && far < least) [best, least] = [place, far];
  }
  return best;
}

function listenToMap() {
  const canvas = byId("map");
  let held = null;
  canvas.addEventListener("pointerdown", (event) => {
    held = { x: event.offsetX, y: event.offsetY, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!held) return showTip(event.offsetX, event.offsetY);
    const [right, down] = [held.x - event.offsetX, held.y - event.offsetY];
    if (!held.moved && Math.hypot(right, down) < 4) return undefined;
    shift(right, -down);
    held = { x: event.offsetX, y: event.offsetY, moved: true };
    return draw();
  });
  canvas.addEventListener("pointerup", (event) => {
    const place = held && !held.moved ? placeAt(event.offsetX, event.offsetY) : null;
    held = null;
    if (place) choosePlace(place.key);
  });
  canvas.addEventListener("pointercancel", () => {
    held = null;
  });
  canvas.addEventListener("pointerleave", () => {
    byId("tip").hidden = true;
  });
  canvas.addEventListener("wheel", onWheel, { passive: false });
  canvas.addEventListener("keydown", onMapKey);
  for (const control of document.querySelectorAll("[data-map]"))
    control.addEventListener("click", () => moveMap(control.dataset.map));
}

// Without a key the wheel moves the page, unless one works on the map.
function onWheel(event) {
  if (!event.ctrlKey && document.activeElement !== byId("map")) return;
  event.preventDefault();
  zoom(event.deltaY < 0 ? 1.25 : 0.8, event.offsetX, event.offsetY);
  draw();
}

function onMapKey(event) {
  const how = KEYS[event.key];
  if (!how || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  moveMap(how);
}

function showTip(x, y) {
  const [tip, place] = [byId("tip"), placeAt(x, y)];
  tip.hidden = !place;
  byId("map").style.cursor = place ? "pointer" : "grab";
  if (!place) return;
  tip.replaceChildren(
    bdi(cut(placeName(place.key), 80)),
    `: ${plural(place.count, "event")}`,
    place.errors ? `, ${number(place.errors)} with errors` : "",
  );
  tip.style.left = `${Math.min(x + 14, byId("map").clientWidth * 0.6)}px`;
  tip.style.top = `${Math.max(4, y - 28)}px`;
}
