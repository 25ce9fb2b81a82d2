import type { ExplainedIncident, Facts, FlowStep } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "./open-management.ts";
import { formatTime, print, printJson } from "../terminal/output.ts";
import { textOfFact } from "../terminal/fact-text.ts";
import { defineCommand } from "./define.ts";

export const explain = defineCommand({
  configure(command) {
    command.argument("<error-id>", "error_id of a response, or the code on an error page");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport explain err_7k2m9x4q --database sqlite:./sallyport.db",
    "sallyport explain err_7k2m9x4q --json | jq -r .fix",
  ],
  input: z.strictObject({ "error-id": z.string(), database: z.string().optional() }),
  async run({ "error-id": errorId, database }, json) {
    const incident = await withManagement(
      { database, mayCreate: false, isReading: true },
      async ({ incidents }) => await incidents.explain(errorId),
    );
    if (json) printJson(describe(incident));
    else print(format(incident));
  },
});

function describe({ id, at, expiresAt, timeline, ...rest }: ExplainedIncident): Record<string, unknown> {
  const times = { at: formatTime(at), keptUntil: formatTime(expiresAt) };
  return { errorId: id, ...times, ...rest, timeline: timeline.map((step) => ({ ...step, at: formatTime(step.at) })) };
}

function format(incident: ExplainedIncident): string {
  const { id, at, route, status, error, reason, clientId, flowId, requestId, page } = incident;
  return [
    `${id}: ${error} (${reason}), ${status} at ${route}, ${formatTime(at)}`,
    "",
    ...paragraph("Rule", incident.rule),
    ...paragraph("Meaning", incident.meaning),
    ...paragraph("Fix", incident.fix),
    ...(page === undefined ? [] : paragraph("More", `sallyport docs, /${page}`)),
    ...formatFacts("Received", incident.received),
    ...formatFacts("Registered", incident.registered),
    ...formatFacts("Context", {
      ...(clientId === undefined ? {} : { client: clientId }),
      ...(flowId === undefined ? {} : { flow: flowId }),
      request: requestId,
    }),
    ...formatTimeline(incident.timeline),
  ]
    .join("\n")
    .trimEnd();
}

const indent = 12;
const width = 100;

/** A label with text beside it, broken between words. */
function paragraph(label: string, text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > width - indent) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...beside(label, [...lines, line]), ""];
}

function formatFacts(label: string, facts: Facts): string[] {
  const names = Object.keys(facts);
  if (names.length === 0) return [];
  const wide = Math.max(...names.map((name) => name.length));
  return [
    ...beside(
      label,
      names.map((name) => `${name.padEnd(wide)}  ${textOfFact(facts[name])}`),
    ),
    "",
  ];
}

function formatTimeline(timeline: readonly FlowStep[]): string[] {
  return beside(
    "Timeline",
    timeline.map(({ at, event, facts }) => {
      const more = Object.entries(facts).map(([name, value]) => `  ${name}=${textOfFact(value)}`);
      return `${formatTime(at).slice(11, 19)}  ${event}${more.join("")}`;
    }),
  );
}

function beside(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? label : "").padEnd(indent) + line);
}
