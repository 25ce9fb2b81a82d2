import type { InspectedToken } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, formatTime, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { addTokenArgument, readToken, tokenInput } from "./token-argument.ts";

export const inspectToken = defineCommand({
  configure(command) {
    addTokenArgument(command);
    addDatabaseOption(command);
  },
  examples: [
    "sallyport tokens inspect --database sqlite:./sallyport.db < token.txt",
    "sallyport tokens inspect eyJhbGciOi… --json | jq .why_not",
  ],
  input: z.strictObject({ ...tokenInput, database: z.string().optional() }),
  async run({ token, database }, json) {
    const text = await readToken(token);
    const found = await withManagement(
      { database, mayCreate: false },
      async ({ tokens }) => await tokens.inspect(text),
    );
    if (json) printJson(describe(found));
    else print(format(found));
  },
});

function describe({ kind, isActive, whyNot, claims, clientId, grant }: InspectedToken): Record<string, unknown> {
  return {
    kind,
    active: isActive,
    ...(whyNot === undefined ? {} : { why_not: whyNot }),
    client_id: clientId,
    ...(grant === undefined
      ? {}
      : {
          grant_id: grant.id.toString(36),
          user_id: grant.userId,
          scope: grant.scopes.join(" "),
          resources: grant.resources,
          created_at: grant.createdAt,
          last_used_at: grant.lastUsedAt,
          expires_at: grant.expiresAt,
        }),
    ...(claims === undefined ? {} : { claims }),
  };
}

function format(found: InspectedToken): string {
  const { kind, isActive, whyNot = "", clientId, grant } = found;
  const state = isActive ? "active" : `not active: ${whyNot.replaceAll("_", " ")}`;
  const head = `${kind.replaceAll("_", " ")}, ${state}\nclient     ${clean(clientId)}`;
  if (grant === undefined) return head;
  return `${head} ${clean(grant.clientName ?? "")}
user       ${grant.userId} ${clean(grant.userEmail ?? "")}
grant      ${grant.id.toString(36)}
scopes     ${clean(grant.scopes.join(" "))}
resources  ${clean(grant.resources.join(" "))}
last used  ${formatTime(grant.lastUsedAt)}
expires    ${formatTime(grant.expiresAt)}`;
}
