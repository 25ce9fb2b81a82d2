import { ManagementError } from "@sallyport/core";
import { z } from "zod";
import type { Credentials } from "../seed/known-people.ts";
import type { ControlContext } from "./control-context.ts";

/** Who does something by a call. */
export const personInput = {
  person: z
    .string()
    .min(1)
    .max(254)
    .default("alice@example.com")
    .describe("E-mail address, or the part before the @; those of the start and of `seed` need no password"),
  password: z.string().min(1).max(1_024).optional(),
};

/** @throws ManagementError when nobody knows the password */
export function credentialsOf(
  { people }: ControlContext,
  { person, password }: { person: string; password?: string | undefined },
): Credentials {
  if (password !== undefined) return { email: people.find(person)?.email ?? person, password };
  const known = people.find(person);
  if (known !== undefined) return known;
  throw new ManagementError(
    "invalid_input",
    `person: known: ${people.names().join(", ")}; others need a password`,
    "person",
  );
}

/** @throws ManagementError */
export function refusePassword(): never {
  throw new ManagementError(
    "invalid_input",
    "password: it does not fit the person, who may be unknown or disabled",
    "password",
  );
}
