// A booking is dragged by a mouse, by a finger that has rested on it, or by the arrow keys after M or the space bar has
// picked it up. Let go of, it opens the form that moves it, filled in: nothing is changed here.
{
  const REST = 400; // milliseconds until a finger that rests drags; one that moves before scrolls
  const SLIP = 8; // pixels that a finger or a mouse may slip and still only press
  const EDGE = 48; // pixels from an edge of the grid at which it scrolls along
  const said = document.getElementById("diary-said");
  const shadow = document.createElement("div");
  shadow.className = "drop";

  let moved = null; // { block, track, minute, grabbed, byKeys }
  let pressed = null; // { block, x, y, pointer, touch, timer }

  const say = (name, words) => {
    if (said) said.textContent = said.dataset[name].replace(/{(\w+)}/g, (_, key) => words[key]);
  };
  const place = () => {
    shadow.style.top = `calc(${moved.minute - diary.top} * var(--minute))`;
    shadow.textContent = diary.read(moved.minute);
    const body = moved.track.querySelector(".body");
    if (shadow.parentNode !== body) body.append(shadow);
    diary.grid.classList.add("is-moving");
  };
  const putBack = () => {
    shadow.remove();
    moved?.block.classList.remove("dragged");
    diary.grid?.classList.remove("is-moving");
    moved = null;
  };
  const pickUp = (block, more) => {
    moved = { block, track: block.closest(".track"), minute: diary.startOf(block), grabbed: 0, ...more };
    shadow.style.height = `${block.offsetHeight}px`;
    block.classList.add("dragged");
    place();
  };
  const ask = () => {
    const { block, track, minute } = moved;
    const address = new URL(block.dataset.move, location.href);
    address.searchParams.set("at", `${diary.dateOf(track, minute)}T${diary.clock(minute)}`);
    address.searchParams.set("staff", track.dataset.staff);
    address.searchParams.set("next", location.pathname + location.search);
    putBack();
    location.assign(address);
  };
  const bounded = (minute) => {
    const last = diary.top + diary.length - diary.step;
    return Math.max(diary.top, Math.min(last, minute));
  };

  // By pointer.
  const over = (event) => {
    const { x, y } = { x: event.clientX, y: event.clientY };
    const body = document.elementsFromPoint(x, y).map((each) => each.closest("#diary .body")).find(Boolean);
    if (body) {
      moved.track = body.closest(".track");
      moved.minute = bounded(Math.round(diary.minuteAt(body, y - moved.grabbed) / diary.step) * diary.step);
      place();
    }
    const box = diary.grid.getBoundingClientRect();
    const along = (at, low, high) => (at < low + EDGE ? -12 : at > high - EDGE ? 12 : 0);
    diary.grid.scrollBy(along(x, box.left, box.right), along(y, box.top, box.bottom));
  };
  const start = () => {
    pickUp(pressed.block, { grabbed: pressed.y - pressed.block.getBoundingClientRect().top });
    if (pressed.touch) navigator.vibrate?.(20);
  };
  const letGo = () => {
    clearTimeout(pressed?.timer);
    pressed = null;
  };
  document.addEventListener("pointerdown", (event) => {
    const block = event.target.closest?.("#diary [data-move]");
    if (!block || !event.isPrimary || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    letGo();
    putBack();
    const touch = event.pointerType === "touch";
    pressed = { block, x: event.clientX, y: event.clientY, pointer: event.pointerId, touch };
    if (touch) pressed.timer = setTimeout(start, REST);
  });
  document.addEventListener("pointermove", (event) => {
    if (!pressed || event.pointerId !== pressed.pointer) return;
    if (!pressed.touch && event.buttons === 0) { // let go of outside the window
      letGo();
      putBack();
      return;
    }
    if (!moved) {
      if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLIP) return;
      if (pressed.touch) return letGo(); // it scrolls
      start();
    }
    over(event);
  });
  document.addEventListener("pointerup", () => {
    const dropped = pressed && moved;
    letGo();
    if (!dropped) return;
    document.addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
    setTimeout(() => ask());
  });
  document.addEventListener("pointercancel", () => {
    letGo();
    if (moved && !moved.byKeys) putBack();
  });
  const hinder = (event) => {
    if (moved && !moved.byKeys) event.preventDefault();
  };
  document.addEventListener("touchmove", hinder, { passive: false });
  document.addEventListener("contextmenu", (event) => {
    if (pressed?.touch) event.preventDefault(); // a finger that rests would open the link's menu
  });
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.("#diary .block")) event.preventDefault(); // the browser would drag the link itself
  });

  // By keys.
  const step = (key) => {
    const tracks = diary.tracks;
    const beside = (way) => tracks[tracks.indexOf(moved.track) + way] ?? moved.track;
    switch (key) {
      case "ArrowUp": moved.minute = bounded(moved.minute - diary.step); break;
      case "ArrowDown": moved.minute = bounded(moved.minute + diary.step); break;
      case "ArrowLeft": moved.track = beside(-1); break;
      case "ArrowRight": moved.track = beside(1); break;
      default: return false;
    }
    place();
    shadow.scrollIntoView({ block: "nearest", inline: "nearest" });
    say("over", { time: diary.read(moved.minute), column: diary.nameOf(moved.track) });
    return true;
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (moved && event.key === "Escape") {
        letGo();
        putBack();
        say("back", {});
      } else if (moved?.byKeys && event.key === "Enter") {
        ask();
      } else if (moved?.byKeys && step(event.key)) {
        // done
      } else if (!moved && ["m", "M", " "].includes(event.key) && event.target.matches?.("#diary [data-move]")) {
        pickUp(event.target, { byKeys: true });
        const guest = event.target.querySelector(".who").textContent;
        say("picked", { guest, time: diary.read(moved.minute), column: diary.nameOf(moved.track) });
      } else {
        return;
      }
      event.preventDefault();
    },
    { capture: true },
  );
  document.addEventListener("focusout", (event) => {
    if (moved?.byKeys && event.target === moved.block) putBack();
  });

  diary.isMoving = () => Boolean(moved || pressed);
  document.getElementById("diary-how")?.removeAttribute("hidden");
}
