import type { ExplainedIncident, Facts, FlowStep } from "@sallyport/core";
import { html } from "hono/html";
import { textOfFact } from "../../terminal/fact-text.ts";
import { formatTime } from "../../terminal/output.ts";

type Fragment = ReturnType<typeof html>;

/** What `sallyport explain` says, as a page. */
export function explanationContent(incident: ExplainedIncident): Fragment {
  const { id, at, rule, meaning, fix, page, received, registered, timeline } = incident;
  return html`<h1>Why this request was refused</h1>
    <p class="soft"><code>${id}</code> ${formatTime(at)}</p>
    <div class="box">
      <p><strong>${fix}</strong></p>
      <p>${meaning}</p>
    </div>
    <p>Rule: ${rule}</p>
    ${page === undefined ? "" : html`<p class="soft">More: <code>sallyport docs</code>, <code>/${page}</code></p>`}
    <div class="scroll">
      <table>
        ${factsContent("Received", received)} ${factsContent("Registered", registered)}
        ${factsContent("Response", answerOf(incident))}
      </table>
    </div>
    <h2>Flow before the refusal</h2>
    <ul class="plain">
      ${timeline.map(stepContent)}
    </ul>
    ${backToTools}`;
}

const backToTools = html`<p><a href="/dev">Requests, clock and faults</a></p>`;

function answerOf(incident: ExplainedIncident): Facts {
  const { status, route, error, reason, clientId, flowId, requestId, expiresAt } = incident;
  return {
    status: String(status),
    endpoint: route,
    error,
    reason,
    ...(clientId === undefined ? {} : { client: clientId }),
    ...(flowId === undefined ? {} : { flow: flowId }),
    request: requestId,
    "kept until": formatTime(expiresAt),
  };
}

function factsContent(title: string, facts: Facts): Fragment | "" {
  const entries = Object.entries(facts);
  if (entries.length === 0) return "";
  return html`<tbody>
    <tr>
      <th scope="rowgroup" colspan="2">${title}</th>
    </tr>
    ${entries.map(
      ([name, value]) =>
        html`<tr>
          <td>${name}</td>
          <td class="fact"><code>${textOfFact(value)}</code></td>
        </tr>`,
    )}
  </tbody>`;
}

function stepContent({ at, event, facts }: FlowStep): Fragment {
  const known = Object.entries(facts).map(([name, value]) => html` ${name} <code>${textOfFact(value)}</code>`);
  return html`<li>${formatTime(at).slice(11, 19)} <strong>${event}</strong>${known}</li>`;
}

/** `why` there is no explanation, and how long there is one. */
export function unknownContent(why: string): Fragment {
  return html`<h1>There is nothing to explain</h1>
    <p role="alert">The server says: ${why}.</p>
    <p class="soft">With the database in memory they are also forgotten when the server stops or is reset.</p>
    ${backToTools}`;
}
