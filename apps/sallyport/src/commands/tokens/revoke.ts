import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { addTokenArgument, readToken, tokenInput } from "./token-argument.ts";

export const revokeToken = defineCommand({
  configure(command) {
    addTokenArgument(command);
    addDatabaseOption(command);
  },
  examples: ["sallyport tokens revoke --database sqlite:./sallyport.db < token.txt"],
  input: z.strictObject({ ...tokenInput, database: z.string().optional() }),
  async run({ token, database }, json) {
    const text = await readToken(token);
    await withManagement({ database, mayCreate: false }, async ({ tokens }) => await tokens.revoke(text));
    if (json) printJson({ done: "revoke" });
    else print("The token and all other tokens of its grant are revoked.");
  },
});
