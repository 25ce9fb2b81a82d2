import { z } from "zod";
import { toDate } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { ownProcedure } from "../trpc.ts";

const output = z.strictObject({
  userId: z.string(),
  email: z.string(),
  name: z.string().optional(),
  createdAt: z.date(),
  signedInAt: z.date(),
});

/** The caller. */
export const me = ownProcedure.output(output).query(({ ctx: { signedIn } }) =>
  present({
    userId: signedIn.user.id,
    email: signedIn.user.email,
    name: signedIn.user.name,
    createdAt: toDate(signedIn.user.createdAt),
    signedInAt: toDate(signedIn.session.authenticatedAt),
  }),
);
