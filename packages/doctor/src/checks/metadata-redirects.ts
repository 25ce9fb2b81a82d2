import { describeAnswer } from "../answer.ts";
import { defineCheck, passed, warned } from "../check.ts";

export const metadataRedirects = defineCheck({
  id: "metadata-redirects",
  group: "server",
  claim: "No metadata address redirects to another origin",
  judge({ server }) {
    const away = server.places.find(({ answer }) => answer.location !== undefined);
    if (away === undefined) return passed();
    const fix = "serve the document where the issuer is: SDKs do not follow to another origin";
    return warned(`${away.url} gives ${describeAnswer(away.answer)}`, fix);
  },
});
