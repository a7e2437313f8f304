// A business's own words: ours to begin with, placeholders by a press, and the mail as it is while somebody types.
const area = document.querySelector(".own-words");
const form = area.closest("form");
const { kind, language, subject, text } = form.elements;
const ours = JSON.parse(area.dataset.ours);
const all = Object.values(ours).flatMap((each) => Object.values(each));
area.querySelector("[formaction]").hidden = true; // it is shown by itself
let last = text;
let wait = 0;
let asked = 0;

function begin() {
  const mine = ours[kind.value];
  const words = mine[language.value] ?? mine[""];
  [subject, text].forEach((field, which) => {
    const isOurs = !field.value.trim() || all.some((each) => each[which] === field.value);
    if (isOurs) field.value = words[which];
  });
}

async function show() {
  const number = ++asked;
  const answer = await fetch(area.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (number !== asked || !answer || (answer.status !== 200 && answer.status !== 400)) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (number !== asked) return;
  document.getElementById("preview-wrong").textContent = page.querySelector("main .notice-bad")?.textContent ?? "";
  const shown = page.getElementById("mail-preview");
  if (answer.ok && shown) document.getElementById("mail-preview").replaceChildren(...shown.childNodes);
}

function soon() {
  clearTimeout(wait);
  wait = setTimeout(show, 400);
}

for (const field of [subject, text]) {
  field.addEventListener("focus", () => { last = field; });
  field.addEventListener("input", soon);
}
for (const field of [kind, language]) {
  field.addEventListener("change", () => { begin(); soon(); });
}
for (const button of area.querySelectorAll("[data-insert]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    last.setRangeText(button.dataset.insert, last.selectionStart, last.selectionEnd, "end");
    last.focus();
    soon();
  });
}
