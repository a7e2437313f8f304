/* What a browser with scripts adds to the guests' pages. Every page works without a line of this. */
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("js");

  /* The month as a grid with one tab stop (W3C date picker pattern). The links stay links. */
  const DAY = 86400000;
  const iso = (day) => day.toISOString().slice(0, 10);
  const dateOf = (text) => new Date(`${text}T00:00:00Z`);
  let awaited = null; // while another month comes: {date} that the keys have led to so far, and whether it is {chosen}

  function makeGrid(table) {
    if (table.getAttribute("role") === "grid") return;
    table.setAttribute("role", "grid");
    const days = all(".day", table);
    for (const day of days) {
      const cell = day.parentElement;
      if (day.getAttribute("aria-current") === "date") cell.setAttribute("aria-selected", "true");
      if (day.tagName !== "A") {
        day.setAttribute("role", "link");
        day.setAttribute("aria-disabled", "true");
      }
      day.tabIndex = -1;
    }
    const stop = find('.day[aria-current="date"]', table) || find("a.day", table) || days[0];
    if (!stop) return;
    stop.tabIndex = 0;
    table.addEventListener("keydown", (event) => onKey(event, table));
    table.addEventListener("focusin", ({ target }) => {
      const day = target.closest(".day");
      if (!day) return;
      for (const other of days) other.tabIndex = other === day ? 0 : -1;
    });
    arrive(table);
  }

  function arrive(table) {
    const goal = awaited;
    awaited = null;
    if (!goal || document.activeElement !== document.body) return; // whoever has gone elsewhere meanwhile stays there
    goTo(table, goal.date, goal.chosen);
    if (goal.chosen && !awaited) document.activeElement.click();
  }

  function onKey(event, table) {
    const from = event.target.closest(".day");
    if (!from || event.ctrlKey || event.altKey || event.metaKey) return;
    const day = dateOf(awaited?.date || from.dataset.date), ahead = (day - dateOf(from.dataset.date)) / DAY;
    const column = (from.parentElement.cellIndex + ahead % 7 + 7) % 7;
    const forward = root.dir === "rtl" ? -1 : 1;
    const moved = (days) => new Date(day.getTime() + days * DAY);
    const otherMonth = (months) => {
      const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
      const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
      first.setUTCDate(Math.min(day.getUTCDate(), length));
      return first;
    };
    const goals = {
      ArrowRight: () => moved(forward), ArrowLeft: () => moved(-forward),
      ArrowDown: () => moved(7), ArrowUp: () => moved(-7),
      Home: () => moved(-column), End: () => moved(6 - column),
      PageDown: () => otherMonth(event.shiftKey ? 12 : 1), PageUp: () => otherMonth(event.shiftKey ? -12 : -1),
    };
    if (awaited && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      awaited.chosen = true;
    } else if (event.key === " " && from.tagName === "A") {
      event.preventDefault();
      from.click();
    } else if (goals[event.key]) {
      event.preventDefault();
      const goal = iso(goals[event.key]());
      if (!awaited) goTo(table, goal);
      else if (!awaited.chosen) awaited.date = goal;
    }
  }

  function goTo(table, goal, chosen = false) {
    const days = all(".day", table);
    const near = days.find((day) => day.dataset.date >= goal) || days.at(-1);
    const turn = near.dataset.date !== goal && find(`#when a[rel="${near.dataset.date < goal ? "next" : "prev"}"]`);
    if (!turn) { // it is there, or the window ends here: the nearest date there is
      near.focus();
      return;
    }
    turn.click();
    awaited = { date: goal, chosen }; // only now: a new request forgets what was awaited before it
  }

  /* The guest's own time zone beside the venue's, when it is another one: in the place of this page, so that Back does
     not come here again. A zone that is not known there is proposed once. */
  function ownZone(line) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const asked = new URLSearchParams(location.search).has("tz");
    if (asked || !zone || sameClock(zone, line.dataset.venueZone)) return;
    const there = new URL(line.dataset.here, location.href);
    there.searchParams.set("tz", zone);
    location.replace(there);
  }

  function sameClock(one, other) {
    const clocks = [one, other].map((timeZone) => new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short", timeStyle: "short" }));
    const weeks = Array.from({ length: 56 }, (_, week) => Date.now() + week * 7 * DAY); // in Morocco a clock is changed for four weeks
    return weeks.every((at) => clocks[0].format(at) === clocks[1].format(at));
  }

  /* How many come, at once without the button: dates and places are for so many. */
  function showParty(select) {
    const show = find('button[formmethod="get"]', select.form);
    select.onchange = () => select.form.requestSubmit(show);
  }

  /* How long a time is still held: in words, said aloud once when little is left. */
  const ticking = new Set();
  function countDown(timer) {
    if (ticking.has(timer)) return;
    ticking.add(timer);
    const until = Date.parse(timer.dataset.until), said = find("[data-announce]");
    const words = new Intl.NumberFormat(root.lang, { style: "unit", unit: "minute", unitDisplay: "long" });
    const text = find("[data-text]", timer) || timer;
    let announced = false;
    const tick = () => {
      if (!timer.isConnected) return stop();
      const seconds = Math.round((until - Date.now()) / 1000);
      if (seconds <= 0) {
        text.textContent = timer.dataset.over;
        if (said) said.textContent = timer.dataset.over;
        return stop();
      }
      text.textContent = timer.dataset.words.replace("{time}", words.format(Math.ceil(seconds / 60)));
      if (!announced && seconds <= Number(timer.dataset.warn)) {
        announced = true;
        if (said) said.textContent = text.textContent;
      }
    };
    const stop = () => { clearInterval(clock); ticking.delete(timer); };
    const clock = setInterval(tick, 1000);
    tick();
  }

  /* A form is sent once: further presses wait for the answer to the first. */
  addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (form.method !== "post" || button?.formMethod === "get") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (button) busy(button);
    setTimeout(() => ready(form), 8000);
  });
  function busy(button) {
    button.setAttribute("aria-busy", "true");
    if (!button.dataset.busy) return;
    button.dataset.ready = button.textContent;
    button.textContent = button.dataset.busy;
  }
  function ready(form) {
    delete form.dataset.sent;
    for (const button of all('[aria-busy="true"]', form)) {
      button.removeAttribute("aria-busy");
      if (button.dataset.ready) button.textContent = button.dataset.ready;
    }
  }
  addEventListener("pageshow", () => all("form[data-sent]").forEach(ready)); // Back brings a page as it was left

  /* A moment's wait, then the form goes on by itself; a bar shows how it passes. */
  function goOn(form) {
    if (form.dataset.waits) return;
    form.dataset.waits = "yes";
    const began = Date.now(), bar = find("progress", form);
    const clock = setInterval(() => {
      if (!form.isConnected) return clearInterval(clock);
      const seconds = (Date.now() - began) / 1000;
      bar.value = seconds;
      if (seconds < Number(form.dataset.wait)) return;
      clearInterval(clock);
      delete form.dataset.sent; // pressed too early, it was asked to wait in vain
      form.requestSubmit();
    }, 250);
  }

  /* What was typed stays in this tab until the booking is made, whatever is changed meanwhile. */
  const KEPT = ["name", "email", "phone", "notes"];
  const store = (() => { try { return sessionStorage; } catch { return null; } })(); // a frame may have none
  const asked = (form) => [...form.elements].filter((field) => field.name.startsWith("q-") && field.type !== "checkbox"); // a consent is given anew
  function keepTyped(form) {
    const kept = JSON.parse(store?.getItem("typed") || "{}");
    const names = [...new Set([...KEPT, ...asked(form).map((field) => field.name)])];
    for (const name of names) {
      const field = form.elements[name];
      if (field && !field.value && kept[name]) field.value = kept[name];
    }
    form.addEventListener("input", () => {
      const typed = Object.fromEntries(names.map((name) => [name, form.elements[name]?.value || ""]));
      store?.setItem("typed", JSON.stringify(typed));
    });
  }

  /* What was just done is said once: the address that is reloaded, kept or sent on is the booking's own. */
  function saidOnce() {
    const address = new URL(location.href);
    address.searchParams.delete("done");
    history.replaceState(history.state, "", address);
  }

  /* Small things: the folded summary, printing, and what begins on every page and after every swap. */
  const narrow = matchMedia("(max-width: 59.99rem)");
  function begin() {
    for (const summary of all("details.summary")) summary.open = !narrow.matches;
    for (const table of all("table[data-days]")) makeGrid(table);
    for (const timer of all(".timer[data-until]")) countDown(timer);
    for (const form of all("form[data-wait]")) goOn(form);
    for (const line of all("[data-venue-zone]")) ownZone(line);
    for (const form of all("form[data-typed]")) keepTyped(form);
    for (const select of all("select[data-party]")) showParty(select);
    if (find("[data-done]")) store?.removeItem("typed");
    if (find("[data-said]")) saidOnce();
  }
  const scrolled = () => root.classList.toggle("scrolled", scrollY > 0);
  addEventListener("scroll", scrolled, { passive: true });
  narrow.addEventListener("change", () => all("details.summary").forEach((each) => { each.open = !narrow.matches; }));
  addEventListener("click", ({ target }) => {
    if (target.closest("[data-print]")) print();
    for (const menu of all("details[data-menu][open]")) if (!menu.contains(target)) menu.open = false;
  });
  addEventListener("keydown", ({ key }) => {
    const menu = key === "Escape" && find("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    find("summary", menu).focus();
  });

  /* After a swap the focus goes where a reader would look next. */
  let pressed = null;
  addEventListener("htmx:beforeRequest", ({ detail }) => {
    pressed = detail.elt;
    awaited = null;
  });
  addEventListener("htmx:afterRequest", ({ detail }) => { if (!detail.successful) awaited = null; });
  /* A page that says no is shown whole, as without scripts; htmx would show nothing. Keys stay in the month they are in. */
  addEventListener("htmx:responseError", ({ detail }) => { if (!awaited) location.assign(detail.pathInfo.finalRequestPath); });
  addEventListener("htmx:afterSettle", () => {
    const link = pressed;
    pressed = null;
    const keys = awaited;
    begin();
    if (!link || keys) return;
    if (link.matches("a.day, .next-dates a, .typed-date")) focusOn("#times-title", { preventScroll: true }); // the address leads there
    else if (link.rel === "next" || link.rel === "prev") focusOn(`#when a[rel="${link.rel}"]`) || focusOn("#when a.day");
    else if (link.matches("[data-cities]")) focusOn("#zone select, #zone a", { preventScroll: true });
    else focusOn("#title");
  });
  function focusOn(selector, how) {
    const there = find(selector);
    if (there) there.focus(how);
    return there;
  }

  /* In a frame of another site: tell it how high the page is. */
  if (root.hasAttribute("data-embed") && parent !== window) {
    const tell = () => parent.postMessage({ type: "bookingsite:height", height: document.body.scrollHeight }, "*");
    new ResizeObserver(tell).observe(document.body);
  }

  begin();
  scrolled();
  focusOn("#errors");
})();
