import { documentOf, textOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped } from "../check.ts";

export const issuerIdentical = defineCheck({
  id: "issuer-identical",
  group: "server",
  claim: "`issuer` is identical to the issuer that the resource names",
  judge({ server }) {
    const documents = server.places.flatMap(({ url, answer }) => {
      const issuer = textOf(documentOf(answer), "issuer");
      return issuer === undefined ? [] : [{ url, issuer }];
    });
    if (documents.length === 0) return skipped("there is no metadata with an issuer");
    const accepted = server.isNamed ? [server.issuer] : [server.issuer, `${server.issuer}/`];
    const wrong = documents.find(({ issuer }) => !accepted.includes(issuer));
    if (wrong === undefined) return passed();
    const fix = "use the same string in both; check for a trailing slash, the host's case and the port";
    return failed(`${wrong.url} says ${wrong.issuer}, the resource says ${server.issuer}`, fix);
  },
});
