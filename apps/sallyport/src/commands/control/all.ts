import type { CommandEntry } from "../define.ts";

/** What steers a running dev server. */
export const controlCommands: readonly CommandEntry[] = [
  {
    path: ["clock", "get"],
    summary: "show what time it is to the dev server",
    load: async () => (await import("./clock.ts")).getClock,
  },
  {
    path: ["clock", "advance"],
    summary: "move the dev server's time forwards",
    load: async () => (await import("./clock.ts")).advanceClock,
  },
  {
    path: ["clock", "freeze"],
    summary: "stop the dev server's time",
    load: async () => (await import("./clock.ts")).freezeClock,
  },
  {
    path: ["clock", "resume"],
    summary: "let the dev server's time go on",
    load: async () => (await import("./clock.ts")).resumeClock,
  },
  {
    path: ["clock", "skew"],
    summary: "let the dev server's clock differ from that of its demo",
    load: async () => (await import("./clock.ts")).skewClock,
  },
  {
    path: ["faults", "list"],
    summary: "show the faults, and those that wait for requests",
    load: async () => (await import("./faults.ts")).listFaults,
  },
  {
    path: ["faults", "set"],
    summary: "make the dev server do something wrong",
    load: async () => (await import("./faults.ts")).setFault,
  },
  {
    path: ["faults", "clear"],
    summary: "forget faults that wait",
    load: async () => (await import("./faults.ts")).clearFaults,
  },
  {
    path: ["requests", "list"],
    summary: "show what the dev server received",
    load: async () => (await import("./requests.ts")).listRequests,
  },
  {
    path: ["requests", "wait"],
    summary: "wait until the dev server receives a request",
    load: async () => (await import("./requests.ts")).waitForRequest,
  },
  {
    path: ["identities", "get"],
    summary: "show what the identity provider can issue, and whom it knows",
    load: async () => (await import("./identities.ts")).getIdentities,
  },
  {
    path: ["identities", "issue"],
    summary: "make an ID-JAG, a workload token or an ID token, with defects if that is wanted",
    load: async () => (await import("./identities.ts")).issueIdentity,
  },
  {
    path: ["state", "reset"],
    summary: "let the dev server begin anew, when its data are in memory",
    load: async () => (await import("./state.ts")).resetState,
  },
  {
    path: ["state", "seed"],
    summary: "create people, resources and clients in the dev server from a file",
    load: async () => (await import("./state.ts")).seedState,
  },
];
