// Passkeys: a button asks the server for a question, the browser for its answer, and sends that in the button's form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

const answer = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

const make = ({ publicKey }) =>
  navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });

const find = ({ publicKey }) =>
  navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });

const FAULTS = {
  NotAllowedError: "It was not done: nothing was chosen, or it took too long.",
  InvalidStateError: "This device has a passkey for you already.",
  SecurityError: "A passkey needs a site with a name and https, or localhost; this address has neither.",
};

const ask = async (button) => {
  const form = button.form;
  const said = form.querySelector("[data-passkey-said]");
  said.textContent = "The browser asks you now …";
  button.disabled = true;
  try {
    const asked = await fetch(button.dataset.passkey, {
      method: "POST",
      headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
    });
    const isJson = asked.headers.get("Content-Type")?.startsWith("application/json");
    const question = isJson ? await asked.json() : {};
    if (!asked.ok) throw new Error(question.said ?? "This page is too old. Load it again.");
    const credential = await ("new" in button.dataset ? make : find)(question);
    document.getElementById(button.dataset.into).value = JSON.stringify(answer(credential));
    said.textContent = "";
    form.submit();
  } catch (fault) {
    said.textContent = FAULTS[fault.name] ?? fault.message;
    button.disabled = false;
  }
};

document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) return;
  for (const button of document.querySelectorAll("[data-passkey][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => ask(button));
  }
});
