/* “Remember my details on this device”: name, e-mail and phone stay in this browser if its guest wants that. Off until
   ticked, gone by one press, and nothing of it is sent before the form is. */
(() => {
  "use strict";
  const KEY = "remembered", KEPT = ["name", "email", "phone"];
  const store = (() => { try { return localStorage; } catch { return null; } })(); // a frame may have none
  const read = () => { try { return JSON.parse(store.getItem(KEY)); } catch { return null; } };

  function begin() {
    const form = store && document.querySelector("form[data-typed]"), box = form?.querySelector("[data-remember]");
    if (!box || box.dataset.begun) return;
    box.dataset.begun = "yes";
    box.hidden = false;
    const tick = box.querySelector("input"), forget = box.querySelector("button"), said = box.querySelector("[role=status]");
    const fields = KEPT.map((name) => form.elements[name]).filter(Boolean);
    const known = read();
    tick.checked = Boolean(known);
    forget.hidden = !known;
    if (known && fields.every((field) => !field.value)) {
      for (const field of fields) field.value = known[field.name] || "";
    }
    form.addEventListener("submit", () => {
      const typed = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
      if (tick.checked) store.setItem(KEY, JSON.stringify(typed));
      else store.removeItem(KEY);
    });
    tick.addEventListener("change", () => { if (!tick.checked) store.removeItem(KEY); });
    forget.addEventListener("click", () => {
      store.removeItem(KEY);
      for (const field of fields) field.value = "";
      form.dispatchEvent(new Event("input")); // what this tab keeps of them goes, too
      tick.checked = false;
      forget.hidden = true;
      said.textContent = said.dataset.said;
      fields[0]?.focus();
    });
  }

  addEventListener("htmx:afterSettle", begin);
  begin();
})();
