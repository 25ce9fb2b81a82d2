import type { Finding } from "./check.ts";
import type { Report } from "./examine.ts";

/** Rises when a member changes its meaning or goes. */
const version = 1;

/** The report for programs. */
export function describeReport(report: Report): Record<string, unknown> {
  const { registered } = report;
  return {
    version,
    mcp_url: report.mcpUrl,
    issuer: report.issuer,
    healthy: report.isHealthy,
    checks: report.checks.map(({ id, group, claim, finding }) => ({ id, group, claim, ...describeFinding(finding) })),
    clients: report.clients.map(({ client, name, answer, checks, because }) => ({
      id: client,
      name,
      answer,
      checks,
      because,
    })),
    ...(registered === undefined
      ? {}
      : { registered_client: { client_id: registered.clientId, deleted: registered.isDeleted } }),
  };
}

function describeFinding({ kind, ...rest }: Finding): Record<string, unknown> {
  return { status: kind, ...rest };
}
