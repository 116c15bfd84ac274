// The page as a whole.

// Change what is asked for and show the answer. A change of anything but page and event begins at the first page.
function ask(change) {
  const names = Object.keys(change);
  Object.assign(
    state,
    names.some((name) => ASKED.includes(name) || name === "sort") ? { page: 1 } : {},
    change,
  );
  show();
}

function show() {
  const found = answering();
  showControls();
  showCount(found.shown.length);
  showTimeline(found.anyTime);
  showMap(found.anywhere);
  showTable(found.shown);
  toAddress();
}

function followAddress() {
  fromAddress();
  show();
  const at = data.byName.get(state.event);
  if (at === undefined) return void hidePanel();
  return void openEvent(at, false);
}

function listen() {
  for (const control of document.querySelectorAll("[data-target]")) {
    control.addEventListener("click", () => {
      byId(control.dataset.target).focus({ preventScroll: true });
      byId(control.dataset.target).scrollIntoView();
    });
  }
  window.addEventListener("hashchange", followAddress);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !byId("panel").hidden && event.target.type !== "search") closeEvent();
  });
  new ResizeObserver(() => {
    draw();
    drawTimeline();
  }).observe(byId("map"));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}

async function start() {
  await load();
  byId("main").hidden = false;
  fillControls();
  fillMap();
  fillTimeline();
  fillTable();
  fillFindings();
  fillAbout();
  listenToControls();
  listenToMap();
  listenToTimeline();
  listen();
  followAddress();
  document.documentElement.dataset.ready = "true";
  performance.mark("dateline-ready");
}

start().catch((error) => {
  byId("trouble").hidden = false;
  byId("trouble").textContent = `This page cannot be shown. It needs a browser of 2023 or later. (${error})`;
  throw error;
});
