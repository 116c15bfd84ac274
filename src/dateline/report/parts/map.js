// The map: no pictures of the earth, which would have to be fetched, but degrees and the names of places.

const map = { places: [], view: null, fitted: null };
const LEAST_SPAN = 0.05;

function fillMap() {
  map.names = placeNames();
  map.fitted = fitted([...new Map(data.points.filter(Boolean).map((point) => [point.key, point])).values()]);
  map.view = { ...map.fitted };
  const without = data.points.filter((point) => !point).length;
  byId("map-note").textContent = without
    ? `${plural(without, "event")} without coordinates that can be read ${without === 1 ? "is" : "are"} not on the map.`
    : "";
}

function placeNames() {
  const names = new Map();
  for (let at = 0; at < data.size; at += 1) {
    const key = data.points[at]?.key;
    if (key && !names.get(key)) names.set(key, cell(at, "location") || cell(at, "admin1"));
  }
  return names;
}

const placeName = (key) => map.names.get(key) || key;

// Middle, and degrees of latitude and longitude that are seen.
function fitted(points) {
  if (!points.length) return { latitude: 0, longitude: 0, height: 120, width: 300 };
  const [south, north] = extent(points.map((point) => point.latitude));
  const [west, east] = extent(points.map((point) => point.longitude));
  return {
    latitude: (south + north) / 2,
    longitude: (west + east) / 2,
    height: Math.max((north - south) * 1.25, 0.6),
    width: Math.max((east - west) * 1.25, 0.6),
  };
}

function extent(values) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

function showMap(events) {
  const places = new Map();
  for (const at of events) {
    const point = data.points[at];
    if (!point) continue;
    const place = places.get(point.key) ?? { ...point, count: 0, errors: 0 };
    place.count += 1;
    place.errors += data.worst[at] === 0 ? 1 : 0;
    places.set(point.key, place);
  }
  map.places = [...places.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  byId("place-list").replaceChildren(...map.places.slice(0, 200).map(placeItem));
  draw();
}

function placeItem(place) {
  const label = [bdi(cut(placeName(place.key), 60)), ` (${number(place.count)})`];
  return make(
    "li",
    {},
    button(label, () => choosePlace(place.key), {
      class: "plain",
      "aria-pressed": String(state.at === place.key),
    }),
  );
}

function choosePlace(key) {
  ask({ at: state.at === key ? "" : key });
}

// A degree of longitude is drawn as much shorter as it is in the middle of the map.
function projection() {
  const canvas = byId("map");
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const squeeze = Math.max(0.2, Math.cos((map.view.latitude * Math.PI) / 180));
  const scale = Math.min(height / map.view.height, width / (map.view.width * squeeze));
  const [across, down] = [scale * squeeze, scale];
  return {
    width,
    height,
    across,
    down,
    x: (longitude) => width / 2 + (longitude - map.view.longitude) * across,
    y: (latitude) => height / 2 - (latitude - map.view.latitude) * down,
    longitude: (x) => map.view.longitude + (x - width / 2) / across,
    latitude: (y) => map.view.latitude - (y - height / 2) / down,
  };
}

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function draw() {
  const canvas = byId("map");
  const project = projection();
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(project.width * ratio);
  canvas.height = Math.round(project.height * ratio);
  const pen = canvas.getContext("2d");
  if (!pen || !project.width) return;
  pen.scale(ratio, ratio);
  pen.font = "11px system-ui, sans-serif";
  drawDegrees(pen, project);
  drawPlaces(pen, project);
  if (!map.places.length) drawNothing(pen, project);
}

function drawNothing(pen, project) {
  pen.fillStyle = color("quiet");
  pen.font = "14px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.fillText("No events with coordinates", project.width / 2, project.height / 2);
  pen.textAlign = "start";
}

function drawDegrees(pen, project) {
  const step = niceStep(110 / project.down);
  pen.strokeStyle = color("line");
  pen.fillStyle = color("quiet");
  pen.lineWidth = 1;
  pen.beginPath();
  for (const value of steps(project.longitude(0), project.longitude(project.width), step)) {
    const x = Math.round(project.x(value)) + 0.5;
    pen.moveTo(x, 0);
    pen.lineTo(x, project.height);
    pen.fillText(degreeLabel(value, step, "E", "W"), x + 3, project.height - 5);
  }
  for (const value of steps(project.latitude(project.height), project.latitude(0), step)) {
    const y = Math.round(project.y(value)) + 0.5;
    pen.moveTo(0, y);
    pen.lineTo(project.width, y);
    if (y < project.height - 20) pen.fillText(degreeLabel(value, step, "N", "S"), 4, y - 3);
  }
  pen.stroke();
}

function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return Math.min(
    45,
    [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least),
  );
}

function steps(first, last, step) {
  const count = Math.min(200, Math.max(0, Math.floor(last / step) - Math.ceil(first / step) + 1));
  return Array.from({ length: count }, (_, at) => (Math.ceil(first / step) + at) * step);
}

function degreeLabel(value, step, positive, negative) {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  const side = Math.abs(value) < step / 2 ? "" : value > 0 ? ` ${positive}` : ` ${negative}`;
  return `${Math.abs(value).toFixed(digits)}°${side}`;
}

function radius(place) {
  return (map.places.length > 300 ? 3 : 4) + 14 * Math.sqrt(place.count / Math.max(8, map.places[0].count));
}

function drawPlaces(pen, project) {
  const seen = map.places.filter(
    (place) =>
      within(project.x(place.longitude), project.width) && within(project.y(place.latitude), project.height),
  );
  for (const place of seen) drawPlace(pen, project, place);
  drawNames(pen, project, seen);
}

const within = (value, size) => value > -25 && value < size + 25;

function drawPlace(pen, project, place) {
  const chosen = state.at === place.key;
  pen.beginPath();
  pen.arc(project.x(place.longitude), project.y(place.latitude), radius(place), 0, 2 * Math.PI);
  pen.globalAlpha = state.at && !chosen ? 0.25 : 0.55;
  pen.fillStyle = color("dot");
  pen.fill();
  pen.globalAlpha = 1;
  pen.lineWidth = chosen ? 3 : place.errors ? (map.places.length > 300 ? 1.5 : 2.5) : 1;
  pen.strokeStyle = color(chosen ? "ink" : place.errors ? "error" : "dot");
  pen.stroke();
}

function drawNames(pen, project, places) {
  const taken = [{ left: project.width - 120, right: project.width, top: 0, bottom: 118 }];
  pen.font = "12px system-ui, sans-serif";
  pen.lineWidth = 3;
  pen.lineJoin = "round";
  pen.strokeStyle = color("sea");
  pen.fillStyle = color("ink");
  for (const place of places.slice(0, 400)) {
    const name = cut(map.names.get(place.key) ?? "", 28);
    const box = name && nameBox(pen, project, place, name);
    if (
      !box ||
      box.right > project.width ||
      box.top < 0 ||
      box.bottom > project.height ||
      taken.some((other) => overlap(box, other))
    )
      continue;
    taken.push(box);
    pen.strokeText(name, box.left, box.bottom - 4);
    pen.fillText(name, box.left, box.bottom - 4);
  }
}

function nameBox(pen, project, place, name) {
  const [x, y] = [project.x(place.longitude) + radius(place) + 3, project.y(place.latitude)];
  return { left: x, right: x + pen.measureText(name).width + 4, top: y - 9, bottom: y + 8 };
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
