// Small improvements of the owners' pages; each of them works without.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  button.textContent = "Copied";
});

document.addEventListener("DOMContentLoaded", () => {
  // The theme's scrolling regions are all called alike; the menu gets a name of its own.
  document.getElementById("nav-sidebar-apps")?.setAttribute("data-simplebar-aria-label", "Menu");
  // Its symbols are words to whoever hears the page: "move_to_inbox From another system".
  for (const icon of document.querySelectorAll("#nav-sidebar-apps .material-symbols-outlined")) icon.ariaHidden = "true";
  // The theme writes a chosen file's name into a text field beside it, which a plain field does not have.
  for (const input of document.querySelectorAll(".own .field > input[type=file]")) input.hasChangeListener = true;
  for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false;
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// What takes longer than one page may take goes on by itself; the pause lets the page be read, and left.
addEventListener("load", () => {
  const form = document.querySelector("form[data-goes-on]");
  if (form) setTimeout(() => form.requestSubmit(), 1000);
});

// Whoever types hours below a person's name means hours of their own.
document.addEventListener("input", (event) => {
  const own = event.target.closest(".week-day") && event.target.form.querySelector('[name="own"][value="yes"]');
  if (own) own.checked = true;
});
