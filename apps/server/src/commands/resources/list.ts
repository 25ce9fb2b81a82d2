import { z } from "zod";
import { addDatabaseOption, withManagement } from "../../management.ts";
import { formatTable, print, printJson } from "../../output.ts";
import { defineCommand } from "../define.ts";
import { describeResource } from "./describe.ts";

export const listResources = defineCommand({
  configure: addDatabaseOption,
  examples: ["sallyport resources list --database sqlite:./sallyport.db"],
  input: z.strictObject({ database: z.string().optional() }),
  async run({ database }, json) {
    const found = await withManagement({ database, mayCreate: false }, async ({ resources }) => await resources.list());
    const toRow = ({ uri, name = "", scopes }: (typeof found)[number]): string[] => [
      uri,
      name,
      scopes.map((scope) => scope.name).join(" "),
    ];
    if (json) printJson(found.map(describeResource));
    else if (found.length === 0) print("There are no resources.");
    else print(formatTable(["RESOURCE", "NAME", "SCOPES"], found.map(toRow)));
  },
});
