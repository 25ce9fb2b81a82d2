import type { Config } from "./config.ts";

/** The last path segments of the endpoints, below the issuer and the prefix. */
export const endpointPaths = {
  authorize: "/authorize",
  token: "/token",
  revoke: "/revoke",
  introspect: "/introspect",
  register: "/register",
  deviceAuthorization: "/device_authorization",
  device: "/device",
  revocations: "/revocations",
  userinfo: "/userinfo",
  jwks: "/jwks",
  interaction: "/interaction",
  clientLogo: "/client-logo",
} as const;

export type EndpointName = keyof typeof endpointPaths;

/** Where every endpoint stands, from the configuration alone. */
export function endpointUrls(config: Pick<Config, "issuer" | "pathPrefix">): Record<EndpointName, string> {
  const at = (name: EndpointName): string => `${config.issuer}${config.pathPrefix}${endpointPaths[name]}`;
  return {
    authorize: at("authorize"),
    token: at("token"),
    revoke: at("revoke"),
    introspect: at("introspect"),
    register: at("register"),
    deviceAuthorization: at("deviceAuthorization"),
    device: at("device"),
    revocations: at("revocations"),
    userinfo: at("userinfo"),
    jwks: at("jwks"),
    interaction: at("interaction"),
    clientLogo: at("clientLogo"),
  };
}
