import { describeAnswer, documentOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped, warned } from "../check.ts";

export const resourceMetadataPlaces = defineCheck({
  id: "resource-metadata-places",
  group: "resource",
  claim: "The metadata is at the path and at the root",
  judge({ resource }) {
    if (resource.document === undefined) return skipped("there is no metadata");
    const missing = resource.places.filter(({ answer }) => documentOf(answer) === undefined);
    if (missing.length === 0) return passed();
    const found = missing.map(({ url, answer }) => `${url} gives ${describeAnswer(answer)}`).join("; ");
    if (missing.some(({ answer }) => answer.status === 200 || isServerError(answer.status))) {
      const fix = "answer JSON there, or 404: clients that ask there give up on anything else";
      return documentOf(resource.linked?.answer) === undefined ? failed(found, fix) : warned(found, fix);
    }
    return warned(found, "serve it at both: some clients drop the path, others never ask at the root");
  },
});

/** 502 is the one that SDKs forgive. */
function isServerError(status: number): boolean {
  return status >= 500 && status !== 502;
}
