/**
 * The rooms inside of a package, by its folder, from the top floor down. A room is a folder of src/, or a file beside
 * the folders (without its extension). A file imports from its own room and from lower floors, never from a room
 * beside its own.
 */
export const floors = {
  "packages/core": [
    ["index"],
    ["create-provider", "standalone-management"],
    ["provider"],
    ["simulations"],
    ["management"],
    ["endpoints"],
    ["account"],
    ["grants", "client-auth"],
    ["interactions"],
    ["sign-in", "clients"],
    ["tokens"],
    ["context"],
    ["records"],
    ["form"],
    ["refusals"],
    ["rules"],
    ["stores"],
    ["ports"],
    ["urls"],
    ["config", "errors", "messages", "secret-text"],
    ["model"],
    ["secret", "time"],
    ["base64url", "compact", "random"],
  ],
  "packages/http": [["index"], ["server"], ["oauth", "account"], ["interaction"], ["pages"], ["request"]],
  "packages/rpc": [["index"], ["admin", "account"], ["views"], ["transport"]],
  "packages/resource": [
    ["index", "hono", "fetch", "mcp-sdk-v1", "mcp-sdk-v2"],
    ["express", "mcp-handler"],
    ["admit"],
    ["demand"],
    ["mcp-headers", "resource-server"],
    ["operation-scopes", "open-checks"],
    ["check-token", "introspection-check", "issuer-mirror", "jwt-check", "lookup-check", "revocation-feed"],
    ["introspection", "issuer-keys", "token-check"],
    ["claims", "discovery", "metadata", "refresh"],
    ["documents", "refusal"],
    ["auth-info", "bearer", "challenge", "cors", "expiring-cache", "issuer", "number-options"],
    ["revoked-ids", "scope-rules", "system-clock"],
  ],
  "apps/sallyport": [
    ["main", "executable", "embedded"],
    ["cli"],
    ["commands"],
    ["dev", "call"],
    ["server"],
    ["settings"],
    ["storage"],
    ["assets"],
    ["terminal"],
  ],
};

/** Rooms of which a file imports one of its siblings alone; `lists` put the siblings together and are free. */
export const separate = {
  "packages/core/src/grants": { shared: "grant-type.ts", lists: ["all.ts"] },
  "packages/core/src/client-auth": { shared: "method.ts", lists: ["all.ts", "authenticate.ts"] },
};

/** Folders whose subfolders do not import each other: what two nouns share belongs in `views/` or beside the nouns. */
export const separateNouns = ["packages/rpc/src/admin", "packages/rpc/src/account"];

/** Rooms that give types only: what they describe is made elsewhere. */
export const typesOnly = ["packages/core/src/context.ts", "packages/core/src/model/", "packages/core/src/ports/"];
