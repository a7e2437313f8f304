"use strict";

// Draws the endpoints from the OpenAPI file; asks no other host for anything.
const place = document.getElementById("swagger-ui");
// Swagger UI takes the end of the address for the name of an endpoint: it is read before, and shown after.
const part = document.getElementById(location.hash.slice(1));
SwaggerUIBundle({
  url: place.dataset.openapi,
  domNode: place,
  deepLinking: true,
  onComplete: () => part?.scrollIntoView(),
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
