// Shows the picture that was chosen before it is sent, and says at once when it is too large. Without it all works, too.
"use strict";

document.addEventListener("change", (event) => {
  const input = event.target;
  const field = input.type === "file" && input.closest(".photo-field");
  if (!field) return;
  event.stopPropagation(); // the theme's own listener looks for a text field beside it, which is not there
  const frame = field.querySelector(".photo-frame");
  const said = field.querySelector(".photo-said");
  const file = input.files[0];
  const most = Number(field.dataset.most);
  said.textContent = "";
  if (!file) return;
  if (file.size > most) {
    said.textContent = `This file has ${(file.size / 1048576).toFixed(1)} MB. Choose one of at most ${most / 1048576} MB.`;
    input.value = "";
    return;
  }
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    const image = new Image(96, 96);
    image.alt = "As it will be";
    image.addEventListener("load", () => frame.replaceChildren(image));
    image.src = reader.result;
  });
  if (file.type.startsWith("image/") && file.type !== "image/svg+xml") reader.readAsDataURL(file);
}, true);
