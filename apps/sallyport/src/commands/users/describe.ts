import type { User } from "@sallyport/core";

/** A person in the names of the command line: never the password hash. */
export function describeUser({ id, email, name, role, status, version, createdAt }: User): Record<string, unknown> {
  return { id, email, ...(name === undefined ? {} : { name }), role, status, version, created_at: createdAt };
}
