export { clientProfiles } from "./all.ts";
export type { Authentication, ClientProfile, Spelling, Way } from "./client-profile.ts";
