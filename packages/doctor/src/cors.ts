import { type Answer, describeAnswer } from "./answer.ts";
import type { BrowserProbe } from "./evidence.ts";

/** What keeps a browser from sending the request, or undefined. */
export function preflightProblem(preflight: Answer, headers: readonly string[]): string | undefined {
  if (preflight.status < 200 || preflight.status >= 300) return `OPTIONS gives ${describeAnswer(preflight)}`;
  if (!allowsOrigin(preflight)) return "OPTIONS has no Access-Control-Allow-Origin";
  const allowed = namesIn(preflight, "access-control-allow-headers");
  // A wildcard does not cover Authorization (Fetch standard).
  const missing = headers.filter(
    (name) => !allowed.includes(name) && !(allowed.includes("*") && name !== "authorization"),
  );
  return missing.length === 0 ? undefined : `OPTIONS does not allow the header ${missing.join(", ")}`;
}

/** What keeps a browser client from reading a document, or undefined. */
export function browserProblem({ preflight, answer }: BrowserProbe): string | undefined {
  const problem = preflightProblem(preflight, ["mcp-protocol-version"]);
  if (problem !== undefined) return problem;
  return answer === undefined || allowsOrigin(answer) ? undefined : "GET has no Access-Control-Allow-Origin";
}

export function allowsOrigin(answer: Answer): boolean {
  return answer.headers.has("access-control-allow-origin");
}

export function namesIn(answer: Answer, header: string): readonly string[] {
  return (answer.headers.get(header) ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
}
