import { clientDocumentFormat, isAtLeast, type User } from "@sallyport/core";
import { z } from "zod";
import { RpcRefusal } from "../../transport/errors.ts";

const { format, version } = clientDocumentFormat;

/** Clients for another server. */
export function documentOf<Row extends z.ZodType>(clients: z.ZodArray<Row>) {
  return z.strictObject({ format: z.literal(format), version: z.literal(version), clients });
}

/** @throws RpcRefusal for those who may not say which secrets pass */
export function checkSecretKeeper(role: User["role"], field: string): void {
  if (!isAtLeast(role, "owner")) throw new RpcRefusal("FORBIDDEN", "hashes of secrets need the role owner", { field });
}
