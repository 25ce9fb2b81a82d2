import { type Finding, type GroupName, groups } from "./check.ts";
import type { CheckReport, Report } from "./examine.ts";
import type { Verdict } from "./verdict.ts";

type Style = "good" | "bad" | "soft" | "warn" | "strong";
type Paint = (style: Style, text: string) => string;

const codes: Record<Style, number> = { good: 32, bad: 31, soft: 2, warn: 33, strong: 1 };

const marks = {
  passed: ["good", "✓"],
  failed: ["bad", "✗"],
  warned: ["warn", "!"],
  skipped: ["soft", "·"],
} as const satisfies Record<Finding["kind"], readonly [Style, string]>;

const answers = {
  yes: ["good", "✓", "yes"],
  "by-hand": ["warn", "!", "with a client ID"],
  elsewhere: ["warn", "!", "not from here"],
  no: ["bad", "✗", "no"],
} as const satisfies Record<Verdict["answer"], readonly [Style, string, string]>;

/** The report for people. */
export function formatReport(report: Report, hasColour: boolean): string {
  const paint: Paint = (style, text) => (hasColour ? `\u001B[${codes[style]}m${text}\u001B[0m` : text);
  const lines = [
    `${paint("strong", "MCP server")}            ${printable(report.mcpUrl)}`,
    `${paint("strong", "Authorization server")}  ${printable(report.issuer)}`,
    ...groupNames.flatMap((group) => formatGroup(report, group, paint)),
    ...formatSkipped(report, paint),
    "",
    paint("strong", "Clients"),
    ...report.clients.map((verdict) => formatVerdict(verdict, paint)),
    "",
    ...formatRegistered(report),
    formatSummary(report, paint),
  ];
  return lines.join("\n");
}

const groupNames: readonly GroupName[] = ["mcp", "resource", "server", "register", "authorize", "token", "person"];

function formatGroup({ checks }: Report, group: GroupName, paint: Paint): readonly string[] {
  const shown = checks.filter((check) => check.group === group && check.finding.kind !== "skipped");
  return shown.length === 0
    ? []
    : ["", paint("strong", groups[group]), ...shown.flatMap((one) => formatCheck(one, paint))];
}

function formatCheck({ id, claim, finding }: CheckReport, paint: Paint): readonly string[] {
  const [style, mark] = marks[finding.kind];
  const title = `  ${paint(style, mark)} ${claim}`;
  if (finding.kind !== "failed" && finding.kind !== "warned") return [title];
  const found = `      found: ${printable(finding.found)}`;
  return [`${title}  ${paint("soft", id)}`, found, `      fix:   ${printable(finding.fix)}`];
}

/** Grouped by reason: one missing person explains several. */
function formatSkipped({ checks }: Report, paint: Paint): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { id, finding } of checks) {
    if (finding.kind !== "skipped") continue;
    byReason.set(finding.because, [...(byReason.get(finding.because) ?? []), id]);
  }
  if (byReason.size === 0) return [];
  const [style, mark] = marks.skipped;
  const lines = [...byReason].map(
    ([because, ids]) => `  ${paint(style, mark)} ${ids.join(", ")}: not checked, because ${printable(because)}`,
  );
  return ["", paint("strong", "Not checked"), ...lines];
}

const nameWidth = 20;

function formatVerdict({ name, answer, because, checks }: Verdict, paint: Paint): string {
  const [style, mark, words] = answers[answer];
  const [first] = because;
  const ids = checks.length === 0 ? "" : `  ${paint("soft", checks.join(", "))}`;
  const reason = first === undefined ? "" : `, because ${printable(first)}${ids}`;
  return `  ${paint(style, mark)} ${name.padEnd(nameWidth)}${words}${reason}`;
}

function formatRegistered({ registered }: Report): readonly string[] {
  if (registered === undefined) return [];
  const id = printable(registered.clientId);
  return [
    registered.isDeleted
      ? `Registered one client for the check, and deleted it again: ${id}`
      : `Registered one client for the check (you can delete it): ${id}`,
  ];
}

function formatSummary({ checks }: Report, paint: Paint): string {
  const count = (kind: Finding["kind"]): number => checks.filter(({ finding }) => finding.kind === kind).length;
  const [good, bad, wishes, left] = [count("passed"), count("failed"), count("warned"), count("skipped")];
  const text = `${good} passed, ${bad} failed, ${wishes} to improve, ${left} not checked`;
  return paint(bad > 0 ? "bad" : "good", text);
}

const maxTextLength = 400;

/** What servers say must not steer the terminal. */
function printable(text: string): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
  return clean.length > maxTextLength ? `${clean.slice(0, maxTextLength)}…` : clean;
}
