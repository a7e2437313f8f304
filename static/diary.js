// The diary works without this: it finds the quarter of an hour that one points at, lets the arrow keys walk, and moves
// the line at now.
document.getElementById("print")?.removeAttribute("hidden");
document.getElementById("print")?.addEventListener("click", () => window.print());
for (const field of document.querySelectorAll("#diary-form select")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}

// Free times: the quarter that one points at.
{
  const QUARTER = 15;
  const pointedAt = (gap, y) => {
    const { first, until } = gap.dataset;
    const minute = Math.floor(diary.minuteAt(gap.closest(".body"), y) / QUARTER) * QUARTER;
    return Math.max(Number(first), Math.min(minute, Number(until) - 1));
  };
  const aim = (event) => {
    const gap = event.target.closest?.("#diary .gap");
    if (!gap || event.pointerType === "") return;
    gap.dataset.whole ??= gap.getAttribute("href");
    const minute = pointedAt(gap, event.clientY);
    const address = new URL(gap.dataset.whole, location.href);
    address.searchParams.set("day", diary.dateOf(gap.closest(".track"), minute));
    address.searchParams.set("time", diary.clock(minute));
    address.searchParams.delete("offset");
    gap.setAttribute("href", address.pathname + address.search);
    gap.querySelector(".plus").dataset.at = diary.read(minute);
    gap.style.setProperty("--at", `calc(${minute - Number(gap.dataset.first)} * var(--minute))`);
  };
  document.addEventListener("pointermove", aim);
  document.addEventListener("pointerdown", aim);
  document.addEventListener("keydown", (event) => {
    const gap = event.target.closest?.("#diary .gap");
    if (gap?.dataset.whole) gap.setAttribute("href", gap.dataset.whole);
  });
}

// Arrow keys: up and down within a column, left and right to what is nearest beside it. One stop for Tab.
{
  const LINKS = ".head h3 a, .body a";
  const walkable = (track) => [...track.querySelectorAll(LINKS)];
  const middle = (element) => {
    const { top, height } = element.getBoundingClientRect();
    return top + height / 2;
  };
  let stop = null;
  const stopAt = (element) => {
    if (stop) stop.tabIndex = -1;
    stop = element;
    stop.tabIndex = 0;
  };
  const beside = (track, element, way) => {
    const tracks = diary.tracks;
    for (let n = tracks.indexOf(track) + way; n >= 0 && n < tracks.length; n += way) {
      const found = walkable(tracks[n]).sort((one, other) => {
        return Math.abs(middle(one) - middle(element)) - Math.abs(middle(other) - middle(element));
      });
      if (found.length) return found[0];
    }
    return null;
  };
  const target = (key, element) => {
    const track = element.closest(".track");
    const here = walkable(track);
    const place = here.indexOf(element);
    switch (key) {
      case "ArrowUp": return here[place - 1];
      case "ArrowDown": return here[place + 1];
      case "ArrowLeft": return beside(track, element, -1);
      case "ArrowRight": return beside(track, element, 1);
      case "Home": return here[0];
      case "End": return here.at(-1);
      default: return undefined;
    }
  };
  const isStop = (element) => Boolean(element.closest?.("#diary .track") && element.matches(LINKS));
  document.addEventListener("focusin", (event) => {
    if (isStop(event.target)) stopAt(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !isStop(event.target)) return;
    const next = target(event.key, event.target);
    if (next === undefined) return;
    event.preventDefault();
    next?.focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  diary.whenShown(() => {
    stop = null;
    const links = diary.tracks.flatMap(walkable);
    for (const element of links) element.tabIndex = -1;
    if (links.length) stopAt(diary.grid.querySelector(".block[href]") ?? links[0]);
  });
}

// One column to the next on a phone, without a jump of the page; a group that is too long for its time unfolds.
document.addEventListener("click", (event) => {
  const step = event.target.closest?.("#diary a.step");
  if (step) {
    event.preventDefault();
    const track = document.querySelector(step.getAttribute("href"));
    const left = track.offsetLeft - diary.grid.querySelector(".hours").offsetWidth;
    diary.grid.scrollTo({ left, behavior: "smooth" });
  } else if (!event.target.closest?.("a")) {
    event.target.closest?.("#diary .group")?.classList.toggle("is-open");
  }
});

// The line at now: brought into sight once, then moved on.
{
  let since = Date.now();
  const move = () => {
    const shown = diary.grid?.dataset.now;
    if (shown === undefined) return;
    const minute = Number(shown) + Math.floor((Date.now() - since) / 60000);
    for (const each of diary.grid.querySelectorAll(".now, .now-clock")) {
      each.hidden = minute >= diary.length;
      each.style.setProperty("--start", minute);
      if (each.matches(".now-clock")) each.textContent = diary.read(diary.top + minute);
    }
  };
  document.addEventListener("diary:shown", () => {
    since = Date.now();
  });
  setInterval(move, 15000);
  const line = diary.grid?.querySelector(".now");
  if (line) diary.grid.scrollTop = Math.max(0, line.offsetTop - diary.grid.clientHeight / 3);
  const asked = diary.tracks.findIndex((track) => track.dataset.day === diary.grid.dataset.day);
  if (asked > 0) {
    diary.grid.scrollLeft = diary.tracks[asked].offsetLeft - diary.grid.querySelector(".hours").offsetWidth;
  }
}
