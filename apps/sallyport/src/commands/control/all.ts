import type { CommandEntry } from "../define.ts";

/** What steers a running dev server. */
export const controlCommands: readonly CommandEntry[] = [
  {
    path: ["clock", "get"],
    summary: "show the time of the dev server",
    load: async () => (await import("./clock.ts")).getClock,
  },
  {
    path: ["clock", "advance"],
    summary: "move the clock of the dev server forward",
    load: async () => (await import("./clock.ts")).advanceClock,
  },
  {
    path: ["clock", "freeze"],
    summary: "freeze the clock of the dev server",
    load: async () => (await import("./clock.ts")).freezeClock,
  },
  {
    path: ["clock", "resume"],
    summary: "resume the clock of the dev server",
    load: async () => (await import("./clock.ts")).resumeClock,
  },
  {
    path: ["clock", "skew"],
    summary: "set a clock skew between the dev server and the demo MCP server",
    load: async () => (await import("./clock.ts")).skewClock,
  },
  {
    path: ["faults", "list"],
    summary: "list the available and the pending faults",
    load: async () => (await import("./faults.ts")).listFaults,
  },
  {
    path: ["faults", "set"],
    summary: "inject a fault into the dev server",
    load: async () => (await import("./faults.ts")).setFault,
  },
  {
    path: ["faults", "clear"],
    summary: "clear pending faults",
    load: async () => (await import("./faults.ts")).clearFaults,
  },
  {
    path: ["requests", "list"],
    summary: "list the requests that the dev server received",
    load: async () => (await import("./requests.ts")).listRequests,
  },
  {
    path: ["requests", "wait"],
    summary: "wait until the dev server receives a request",
    load: async () => (await import("./requests.ts")).waitForRequest,
  },
  {
    path: ["identities", "get"],
    summary: "show the token kinds and users of the identity provider",
    load: async () => (await import("./identities.ts")).getIdentities,
  },
  {
    path: ["identities", "issue"],
    summary: "issue an ID-JAG, a workload token or an ID token, valid or with defects",
    load: async () => (await import("./identities.ts")).issueIdentity,
  },
  {
    path: ["state", "reset"],
    summary: "reset the dev server (in-memory data only)",
    load: async () => (await import("./state.ts")).resetState,
  },
  {
    path: ["state", "seed"],
    summary: "create users, resources and clients in the dev server from a JSON file",
    load: async () => (await import("./state.ts")).seedState,
  },
];
