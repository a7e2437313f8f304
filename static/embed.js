/* <div data-booking="https://…/book/your-slug/"></div>, or <iframe data-booking src=…>, and this script:
   the page in a frame of its own height. The business lists this origin. */
(() => {
  for (const place of document.querySelectorAll("[data-booking]")) {
    const own = place.localName === "iframe";
    const frame = own ? place : document.createElement("iframe");
    const address = new URL(place.dataset.booking || place.src);
    address.searchParams.set("embed", "1");
    frame.title ||= place.dataset.title || "Booking";
    frame.loading = "lazy";
    Object.assign(frame.style, { width: "100%", height: "40rem", border: 0 });
    addEventListener("message", ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== address.origin) return;
      if (data?.type === "bookingsite:height" && data.height > 0) frame.style.height = `${Math.ceil(data.height)}px`;
    });
    frame.src = address;
    if (!own) place.replaceChildren(frame);
  }
})();
