import { documentOf, isJsonType } from "../answer.ts";
import { defineCheck, passed, skipped, warned } from "../check.ts";

export const resourceMetadataType = defineCheck({
  id: "resource-metadata-type",
  group: "resource",
  claim: "The metadata is served as application/json",
  judge({ resource }) {
    const probes = [...(resource.linked === undefined ? [] : [resource.linked]), ...resource.places];
    const wrong = probes.find(({ answer }) => documentOf(answer) !== undefined && !isJsonType(answer));
    if (wrong === undefined) return resource.document === undefined ? skipped("there is no metadata") : passed();
    const type = wrong.answer.headers.get("content-type") ?? "missing";
    return warned(`Content-Type of ${wrong.url} is ${type}`, "send Content-Type: application/json");
  },
});
