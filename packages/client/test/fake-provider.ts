import type { AdminHandlerOptions } from "@sallyport/rpc";

type Provider = AdminHandlerOptions["provider"];
type Role = "viewer" | "operator" | "owner";

export const password = "correct horse battery";
/** In seconds, as rows have it. */
export const createdAt = 1_800_000_000;

export interface FakeProvider {
  provider: Provider;
  /** How often somebody signed in. */
  signIns(): number;
  /** As an expiry does. */
  endSessions(): void;
}

/**
 * What the handlers ask of a provider, for a few procedures: people are named after their role, sessions after
 * their number. The rows go through the real schemas on their way out, so that a row that is none fails.
 */
export function createFakeProvider(): FakeProvider {
  const sessions = new Map<string, object>();
  const clients: object[] = [];
  let signIns = 0;
  const provider = {
    sessions: {
      async signInToAdmin({ email, password: shown }: { email: string; password: string }) {
        const role = email.split("@", 1)[0] ?? "";
        if (shown !== password || !isRole(role)) return undefined;
        signIns += 1;
        const cookie = `session-${signIns}`;
        const signedIn = { user: personOf(role), session: { authenticatedAt: createdAt, expiresAt: createdAt + 60 } };
        sessions.set(cookie, signedIn);
        return { cookie, signedIn };
      },
      findAdmin: async (cookie: string | undefined) => sessions.get(cookie ?? ""),
      find: async (cookie: string | undefined) => sessions.get(cookie ?? ""),
      end: async (cookie: string | undefined) => void sessions.delete(cookie ?? ""),
    },
    manage: {
      clients: {
        async create({ name, type, redirectUris }: { name: string; type: string; redirectUris: string[] }) {
          const client = clientOf({ id: `client-${clients.length + 1}`, name, type, redirectUris });
          clients.unshift(client);
          return { client, secret: type === "confidential" ? "sp_cs_1" : undefined };
        },
        list: async () => ({ items: clients }),
        setStatus: async () => await Promise.reject(new Error("SELECT secret FROM clients")),
      },
      consents: { listFor: async () => [consent], revokeFor: async () => undefined },
    },
  };
  return {
    // The rest of a provider is never asked for.
    provider: provider as unknown as Provider,
    signIns: () => signIns,
    endSessions: () => sessions.clear(),
  };
}

function isRole(name: string): name is Role {
  return ["viewer", "operator", "owner"].includes(name);
}

function personOf(role: Role) {
  return { id: `user-${role}`, email: `${role}@example.com`, name: role, role, status: "active", createdAt };
}

function clientOf(client: { id: string; name: string; type: string; redirectUris: string[] }) {
  const rest = { authMethod: "none", alsoAccepts: [], grantTypes: ["authorization_code"], epoch: 0 };
  return { ...rest, ...client, provenance: "preregistered", status: "active", createdAt };
}

const consent = {
  clientId: "client-1",
  clientName: "App",
  isClientActive: true,
  scopes: ["openid"],
  resources: "https://mcp.example",
  grantedAt: createdAt,
  updatedAt: createdAt,
  expiresAt: createdAt + 60,
};
