// A diary that lies open asks every few seconds whether something happened, and shows it. It is silent while nobody
// looks: in a tab behind others, or when nobody has moved anything in half an hour.
{
  const EVERY = 20_000; // milliseconds
  const IDLE = 30 * 60_000;
  const lost = document.getElementById("diary-lost");
  let version = diary.sheet?.dataset.version;
  let last = Date.now(); // when it was asked last, and when somebody did something last
  let busy = Date.now();
  let asking = false;
  let over = !version;

  const saidLost = (is) => {
    if (is && lost.hidden) {
      const at = new Date(last).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
      lost.textContent = lost.dataset.said.replace("{time}", at);
    }
    lost.hidden = !is;
  };
  const exchange = (html) => {
    const { grid } = diary;
    const scrolled = grid && [grid.scrollLeft, grid.scrollTop];
    const focused = diary.sheet.contains(document.activeElement) && document.activeElement.getAttribute("href");
    const found = new DOMParser().parseFromString(html, "text/html").getElementById("diary-sheet");
    if (!found) return;
    diary.sheet.replaceWith(document.adoptNode(found));
    version = found.dataset.version;
    document.dispatchEvent(new Event("diary:shown"));
    if (scrolled) diary.grid?.scrollTo({ left: scrolled[0], top: scrolled[1], behavior: "instant" });
    if (focused) diary.sheet.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };
  const ask = async () => {
    if (over || asking || document.hidden || diary.isMoving() || Date.now() - busy > IDLE) return;
    asking = true;
    try {
      const headers = { "If-None-Match": `"${version}"` };
      const answer = await fetch(diary.sheet.dataset.live, { headers, cache: "no-store", redirect: "manual" });
      const html = answer.status === 200 ? await answer.text() : "";
      if (html && !diary.isMoving()) exchange(html);
      over = answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500);
      saidLost(over || answer.status >= 500);
      if (answer.status < 400 && !over) last = Date.now();
    } catch {
      saidLost(true);
    } finally {
      asking = false;
    }
  };
  for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "visibilitychange"]) {
    document.addEventListener(
      kind,
      () => {
        const away = Date.now() - busy > IDLE || kind === "visibilitychange";
        busy = Date.now();
        if (away) ask();
      },
      { passive: true },
    );
  }
  setInterval(ask, EVERY);
}
