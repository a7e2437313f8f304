// Proposes the time zone of this device where none is chosen yet. Some browsers call a zone by a name that it had before.
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
function here(zone) {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "";
  }
}
for (const field of document.querySelectorAll("[data-own-zone]")) {
  if (field.value) continue;
  field.value = own;
  if (!field.value) field.value = [...field.options].find(({ value }) => value && here(value) === own)?.value || "";
}
