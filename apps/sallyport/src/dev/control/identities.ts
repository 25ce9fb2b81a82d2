import { z } from "zod";
import { Failure } from "../../terminal/failure.ts";
import type { Issued } from "../identity-provider/issue.ts";
import type { IdentityProvider, ProviderView } from "../identity-provider/start.ts";
import type { ControlContext } from "./control-context.ts";

const text = z.string().min(1).max(2_048);
const oneOrMore = z.union([text, z.array(text).min(1).max(20)]).optional();
const names = z.array(text).max(20).optional();
const year = 31_536_000;

export const identityInput = z.strictObject({
  kind: text,
  subject: text.optional(),
  audience: oneOrMore,
  clientId: text.optional(),
  resource: oneOrMore,
  scope: text.optional(),
  nonce: text.optional(),
  platform: text.optional(),
  lifetimeSeconds: z.int().min(1).max(year).optional(),
  algorithm: z.enum(["RS256", "ES256"]).optional(),
  issuer: text.optional(),
  claims: z.record(z.string(), z.unknown()).optional(),
  without: names,
  defects: names,
});

const named = z.object({ name: z.string(), summary: z.string() });
const namesView = z.array(z.string()).readonly();

export const identityView = z.object({
  issuer: z.string(),
  subjects: namesView.describe("Who can sign in"),
  kinds: z.array(named.extend({ options: namesView, required: namesView })).readonly(),
  platforms: namesView,
  defects: z.array(named).readonly(),
});

export const issuedIdentity = z.object({
  token: z.string(),
  typ: z.string(),
  claims: z.record(z.string(), z.unknown()).readonly(),
});

/** @throws Failure when it was not switched on */
function identitiesOf({ identities }: ControlContext): IdentityProvider {
  const provider = identities();
  if (provider !== undefined) return provider;
  const message = "there is no identity provider: start sallyport dev with --identity-provider";
  throw new Failure("no_identity_provider", message, { field: "identityProvider" });
}

export function describeIdentities(control: ControlContext): ProviderView {
  return identitiesOf(control).describe();
}

export async function issueIdentity(control: ControlContext, input: z.infer<typeof identityInput>): Promise<Issued> {
  return await identitiesOf(control).issue(input);
}
