import { describeAnswer } from "../answer.ts";
import { isAskedFirst } from "../asked-first.ts";
import { defineCheck, failed, passed, warned } from "../check.ts";

export const metadataErrors = defineCheck({
  id: "metadata-errors",
  group: "server",
  claim: "No metadata address fails or asks for authentication",
  judge({ server }) {
    const failing = server.places.find(
      ({ answer }) => answer.status === 0 || (answer.status >= 500 && answer.status !== 502),
    );
    if (failing !== undefined) {
      const fix = "answer 404 where there is no document: SDKs give up on a server error";
      const found = `${failing.url} gives ${describeAnswer(failing.answer)}`;
      return isAskedFirst(failing, server.places) ? failed(found, fix) : warned(found, fix);
    }
    const closed = server.places.find(({ answer }) => closedStatuses.includes(answer.status));
    if (closed === undefined) return passed();
    const fix = "let everybody read it, or answer 404: a firewall in front often causes this";
    return warned(`${closed.url} gives ${describeAnswer(closed.answer)}`, fix);
  },
});

const closedStatuses = [400, 401, 403, 406, 410, 429, 502];
