import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { z } from "zod";
import { usageFailure } from "../../terminal/failure.ts";

export const passwordOptions = {
  password: z.string().optional(),
  passwordStdin: z.literal(true).optional(),
};

export function addPasswordOptions(command: Command): void {
  command
    .option(
      "--password <text>",
      "password, 8 bytes or more; visible to other users of this machine in the process list",
    )
    .option("--password-stdin", "read the password from standard input");
}

export async function readPassword(options: {
  password?: string | undefined;
  passwordStdin?: true | undefined;
}): Promise<string> {
  const { password, passwordStdin } = options;
  const given = passwordStdin === true ? (await text(process.stdin)).replace(/\r?\n$/, "") : password;
  if (given === undefined) throw usageFailure("--password or --password-stdin is needed", "password");
  return given;
}
