// The diary works without this: it finds the quarter of an hour that one points at, lets the arrow keys walk, and
// lets a booking be dragged to the form that moves it. It changes nothing by itself.
const grid = document.getElementById("diary");
const STEP = 15;

document.getElementById("print")?.removeAttribute("hidden");
document.getElementById("print")?.addEventListener("click", () => window.print());
for (const field of document.querySelectorAll("#diary-form select")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}

if (grid) {
  const top = Number(grid.dataset.top);
  const tracks = [...grid.querySelectorAll(".track")];
  const minutesIn = (body, y) => top + ((y - body.getBoundingClientRect().top) / body.offsetHeight) * minutesShown();
  const minutesShown = () => Number(getComputedStyle(grid).getPropertyValue("--minutes"));
  const quarter = (minute) => Math.floor(minute / STEP) * STEP;
  const two = (number) => String(number).padStart(2, "0");
  const clock = (minute) => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;

  // A night's column reaches past midnight: its later minutes are on the next date.
  const dateOf = (track, minute) => {
    const day = new Date(`${track.dataset.day}T00:00Z`);
    day.setUTCDate(day.getUTCDate() + Math.floor(minute / 1440));
    return day.toISOString().slice(0, 10);
  };

  // Free times: the quarter that one points at.
  const pointedAt = (gap, y) => {
    const { first, until } = gap.dataset;
    return Math.max(Number(first), Math.min(quarter(minutesIn(gap.closest(".body"), y)), Number(until) - 1));
  };
  const aim = (event) => {
    const gap = event.target.closest?.(".gap");
    if (!gap || event.pointerType === "") return;
    gap.dataset.whole ??= gap.getAttribute("href");
    const minute = pointedAt(gap, event.clientY);
    const address = new URL(gap.dataset.whole, location.href);
    address.searchParams.set("day", dateOf(gap.closest(".track"), minute));
    address.searchParams.set("time", clock(minute));
    address.searchParams.delete("offset");
    gap.setAttribute("href", address.pathname + address.search);
    gap.querySelector(".plus").dataset.at = clock(minute);
    gap.style.setProperty("--at", `calc(${minute - Number(gap.dataset.first)} * var(--minute))`);
  };
  grid.addEventListener("pointermove", aim);
  grid.addEventListener("pointerdown", aim);
  grid.addEventListener("keydown", (event) => {
    const gap = event.target.closest(".gap");
    if (gap?.dataset.whole) gap.setAttribute("href", gap.dataset.whole);
  });

  // Arrow keys: up and down within a column, left and right to what is nearest beside it. One stop for Tab.
  const walkable = (track) => [...track.querySelectorAll(".head h3 a, .body a")];
  const everything = tracks.flatMap(walkable);
  const middle = (element) => {
    const { top: y, height } = element.getBoundingClientRect();
    return y + height / 2;
  };
  let stop = null;
  const stopAt = (element) => {
    if (stop) stop.tabIndex = -1;
    stop = element;
    stop.tabIndex = 0;
  };
  const beside = (track, element, way) => {
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
  for (const element of everything) element.tabIndex = -1;
  if (everything.length) stopAt(grid.querySelector(".block[href]") ?? everything[0]);
  grid.addEventListener("focusin", (event) => {
    if (everything.includes(event.target)) stopAt(event.target);
  });
  grid.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !everything.includes(event.target)) return;
    const next = target(event.key, event.target);
    if (next === undefined) return;
    event.preventDefault();
    next?.focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  // One column to the next on a phone, without a jump of the page.
  grid.addEventListener("click", (event) => {
    const step = event.target.closest("a.step");
    if (!step) return;
    event.preventDefault();
    const track = document.querySelector(step.getAttribute("href"));
    grid.scrollTo({ left: track.offsetLeft - grid.querySelector(".hours").offsetWidth, behavior: "smooth" });
  });

  // Dragging opens the form that moves the booking, filled in.
  let dragged = null;
  let grabbed = 0;
  const shadow = document.createElement("div");
  shadow.className = "drop";
  for (const block of grid.querySelectorAll("[data-move]")) block.draggable = true;
  const landing = (event) => {
    const body = event.target.closest(".body");
    if (!dragged || !body) return null;
    return { body, minute: Math.max(top, Math.round(minutesIn(body, event.clientY - grabbed) / STEP) * STEP) };
  };
  const letGo = () => {
    shadow.remove();
    dragged?.classList.remove("dragged");
    dragged = null;
  };
  grid.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-move]") ?? null;
    if (!dragged) return;
    grabbed = event.clientY - dragged.getBoundingClientRect().top;
    shadow.style.height = `${dragged.offsetHeight}px`;
    event.dataTransfer.effectAllowed = "move";
    dragged.classList.add("dragged");
  });
  grid.addEventListener("dragover", (event) => {
    const there = landing(event);
    if (!there) return;
    event.preventDefault();
    shadow.style.top = `calc(${there.minute - top} * var(--minute))`;
    shadow.textContent = clock(there.minute);
    if (shadow.parentNode !== there.body) there.body.append(shadow);
  });
  grid.addEventListener("drop", (event) => {
    const there = landing(event);
    if (!there) return;
    event.preventDefault();
    const track = there.body.closest(".track");
    const address = new URL(dragged.dataset.move, location.href);
    address.searchParams.set("at", `${dateOf(track, there.minute)}T${clock(there.minute)}`);
    address.searchParams.set("staff", track.dataset.staff);
    letGo();
    location.assign(address);
  });
  grid.addEventListener("dragend", letGo);

  // The line at now: brought into sight, then moved on.
  const shown = grid.dataset.now;
  if (shown !== undefined) {
    const opened = Date.now();
    const lines = grid.querySelectorAll(".now, .now-clock");
    const line = lines[0];
    if (line) grid.scrollTop = Math.max(0, line.offsetTop - grid.clientHeight / 3);
    setInterval(() => {
      const minute = Number(shown) + Math.floor((Date.now() - opened) / 60000);
      for (const each of lines) {
        each.hidden = minute >= minutesShown();
        each.style.setProperty("--start", minute);
        if (each.matches(".now-clock")) each.textContent = clock(top + minute);
      }
    }, 15000);
  }
  const asked = tracks.findIndex((track) => track.dataset.day === grid.dataset.day);
  if (asked > 0) grid.scrollLeft = tracks[asked].offsetLeft - grid.querySelector(".hours").offsetWidth;

  // A group that is too long for its time unfolds; where there is a pointer it does so under it.
  grid.addEventListener("click", (event) => {
    if (!event.target.closest("a")) event.target.closest(".group")?.classList.toggle("is-open");
  });
}
