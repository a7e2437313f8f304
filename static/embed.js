/* For another site: <div data-booking="https://…/book/your-slug/"></div><script src="https://…/static/embed.js" async></script>
   puts the booking page into the div and keeps the frame as high as the page. The business lists the site's origin. */
(() => {
  "use strict";
  for (const place of document.querySelectorAll("[data-booking]")) {
    const address = new URL(place.dataset.booking);
    address.searchParams.set("embed", "1");
    const frame = document.createElement("iframe");
    frame.src = address.href;
    frame.title = place.dataset.title || "Booking";
    frame.loading = "lazy";
    Object.assign(frame.style, { width: "100%", height: "40rem", border: "0" });
    addEventListener("message", ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== address.origin) return;
      if (data && data.type === "bookingsite:height" && data.height > 0) frame.style.height = `${Math.ceil(data.height)}px`;
    });
    place.replaceChildren(frame);
  }
})();
