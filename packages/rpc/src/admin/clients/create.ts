import { z } from "zod";
import { procedureFor } from "../trpc.ts";
import { clientTypes, clientView, refreshReplays, toClientView } from "./client-view.ts";

const maxTtlSeconds = 366 * 24 * 60 * 60;
const uri = z.string().min(1).max(2048);
const name = z.string().min(1).max(255);

const input = z.strictObject({
  clientName: name,
  clientDescription: z.string().max(1000).optional(),
  clientType: clientTypes.default("public"),
  /** None: for grant types that send nobody back, such as client_credentials. */
  redirectUris: z.array(uri).max(50).default([]),
  /** Absent: every scope that is not privileged. */
  scopes: z.array(name).max(100).optional(),
  /** The MCP server that the client is for. */
  mcpServerUrl: uri.optional(),
  tokenEndpointAuthMethod: name.optional(),
  /** Absent: those for people. */
  grantTypes: z.array(name).min(1).max(20).optional(),
  accessTokenTtlSeconds: z.int().min(1).max(3600).optional(),
  refreshTokenTtlSeconds: z.int().min(1).max(maxTtlSeconds).optional(),
  refreshReplay: refreshReplays.optional(),
  /** Public keys, for a method that signs. */
  jwks: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(50) }).optional(),
  /** Where such a set is. */
  jwksUri: uri.optional(),
  /** Shown on the sign-in and consent pages, made anew and from here. */
  logoUri: uri.optional(),
});

const output = clientView.extend({
  /** Only here, only now, and only for confidential clients. */
  clientSecret: z.string().optional(),
  warning: z.string().optional(),
});

export const createClient = procedureFor("operator")
  .input(input)
  .output(output)
  .mutation(async ({ ctx, input: { clientName, clientDescription, clientType, tokenEndpointAuthMethod, ...rest } }) => {
    const { client, secret } = await ctx.manage.clients.create({
      ...rest,
      name: clientName,
      description: clientDescription,
      type: clientType,
      authMethod: tokenEndpointAuthMethod,
      ownerId: ctx.person.id,
    });
    if (secret === undefined) return toClientView(client);
    return { ...toClientView(client), clientSecret: secret, warning: "Keep the secret now: it is not shown again." };
  });
