import { endpointUrls } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "../../views/page.ts";
import { procedureFor } from "../trpc.ts";

const day = 24 * 60 * 60;

const input = z.strictObject({
  validSeconds: z
    .int()
    .min(60)
    .max(30 * day)
    .default(day),
});

const output = z.strictObject({
  /** Only here, only now: the bearer token of one registration. */
  initialAccessToken: z.string(),
  expiresAt: z.date(),
  registrationEndpoint: z.string(),
  warning: z.string(),
});

/** Lets one client register, whatever the policy says (RFC 7591 section 3). */
export const inviteClient = procedureFor("operator")
  .input(input.prefault({}))
  .output(output)
  .mutation(async ({ ctx: { provider, manage }, input: { validSeconds } }) => {
    const { token, expiresAt } = await manage.clients.invite(validSeconds);
    return {
      initialAccessToken: token,
      expiresAt: toDate(expiresAt),
      registrationEndpoint: endpointUrls(provider.config).register,
      warning: "Keep the token now: it is not shown again.",
    };
  });
