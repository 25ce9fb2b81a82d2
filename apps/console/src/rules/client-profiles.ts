import { type ClientProfile as KnownClient, clientProfiles as knownClients } from "@sallyport/profiles";

/** What an operator enters to add a client. */
export interface ClientProfile {
  readonly id: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Absent: the client has no secret. */
  readonly secretMethod?: SecretMethod;
  /** The client can also use its metadata document or register, if the policy allows it. */
  readonly comesByItself: boolean;
  /** What the operator needs to know. */
  readonly hint?: string;
}

type SecretMethod = "client_secret_post" | "client_secret_basic";

/** The known clients that an operator can add. */
export const clientProfiles: readonly ClientProfile[] = knownClients.flatMap(({ id, name, ways, byHand, wizard }) => {
  if (wizard === undefined) return [];
  const secretMethod = secretMethodOf(byHand);
  const comesByItself = ways.some((way) => way !== "by hand");
  return [{ id, name, ...wizard, comesByItself, ...(secretMethod !== undefined && { secretMethod }) }];
});

/** Any other client: an agent, a script, a web application. */
export const otherClient: ClientProfile = {
  id: "other",
  name: "Something else",
  redirectUris: [],
  comesByItself: false,
};

function secretMethodOf(authentication: KnownClient["byHand"]): SecretMethod | undefined {
  if (authentication.startsWith("client_secret_basic")) return "client_secret_basic";
  return authentication === "client_secret_post" ? authentication : undefined;
}
