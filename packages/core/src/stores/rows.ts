export type * from "./rows/ids.ts";
export type * from "./rows/clients.ts";
export type * from "./rows/people.ts";
export type * from "./rows/authorization.ts";
export type * from "./rows/incidents.ts";
export type * from "./rows/audit.ts";
export type * from "./rows/resources.ts";
export type * from "./rows/system.ts";
