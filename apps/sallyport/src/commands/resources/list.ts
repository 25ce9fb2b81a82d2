import type { Resource } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { formatTable, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { describeResource } from "./describe.ts";

export const listResources = defineCommand({
  configure: addDatabaseOption,
  examples: ["sallyport resources list --database sqlite:./sallyport.db"],
  input: z.strictObject({ database: z.string().optional() }),
  async run({ database }, json) {
    const found = await withManagement(
      { database, mayCreate: false, isReading: true },
      async ({ resources }) => await resources.list(),
    );
    if (json) printJson(found.map(describeResource));
    else if (found.length === 0) print("No resources found.");
    else print(formatTable(["RESOURCE", "NAME", "TOKENS", "PRIVATE", "SCOPES"], found.map(toRow)));
  },
});

function toRow(resource: Resource): string[] {
  const { uri, name = "", scopes, tokenFormat = "jwt", accessTokenTtlSeconds, isPrivate } = resource;
  const lifetime = accessTokenTtlSeconds === undefined ? "" : `, ${accessTokenTtlSeconds} s`;
  const names = scopes.map((scope) => scope.name).join(" ");
  return [uri, name, tokenFormat + lifetime, isPrivate === true ? "yes" : "no", names];
}
