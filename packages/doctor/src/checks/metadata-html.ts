import { describeAnswer, documentOf, isJsonType } from "../answer.ts";
import { isAskedFirst } from "../asked-first.ts";
import { defineCheck, failed, passed, warned } from "../check.ts";

export const metadataHtml = defineCheck({
  id: "metadata-html",
  group: "server",
  claim: "No metadata address gives 200 with something other than JSON",
  judge({ server }) {
    const html = server.places.find(({ answer }) => answer.status === 200 && documentOf(answer) === undefined);
    if (html !== undefined) {
      const fix = "answer 404 where there is no document: SDKs stop at the first 200 that is no JSON";
      const found = `${html.url} gives ${describeAnswer(html.answer)}`;
      return isAskedFirst(html, server.places) ? failed(found, fix) : warned(found, fix);
    }
    const wrong = server.places.find(({ answer }) => documentOf(answer) !== undefined && !isJsonType(answer));
    if (wrong === undefined) return passed();
    const type = wrong.answer.headers.get("content-type") ?? "missing";
    return warned(`Content-Type of ${wrong.url} is ${type}`, "send Content-Type: application/json");
  },
});
