import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { z } from "zod";
import { usageFailure } from "../../terminal/failure.ts";

export const tokenInput = { token: z.string().optional() };

export function addTokenArgument(command: Command): void {
  command.argument("[token]", "access token, refresh token or grant id (default: read from standard input)");
}

/** Others on the machine may see what stands on a command line. */
export async function readToken(given: string | undefined): Promise<string> {
  const token = (given ?? (await text(process.stdin))).trim();
  if (token === "") throw usageFailure("pass a token as an argument or on standard input", "token");
  return token;
}
