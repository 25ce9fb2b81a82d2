import { defineCheck, passed, skipped, warned } from "../check.ts";

export const metadataPlaces = defineCheck({
  id: "metadata-places",
  group: "server",
  claim: "The metadata is available at every address that clients request",
  judge({ server }) {
    if (server.document === undefined) return skipped("there is no metadata");
    const missing = server.places.filter(({ answer }) => answer.status === 404 || answer.status === 405);
    if (missing.length === 0) return passed();
    return warned(`${missing.map(({ url }) => url).join(", ")}: nothing there`, "serve the same document there too");
  },
});
