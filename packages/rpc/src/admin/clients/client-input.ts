import { z } from "zod";
import { idInput } from "../../views/id.ts";

const maxTtlSeconds = 366 * 24 * 60 * 60;

/** What operators may say of a client, each as `clients.create` and `clients.update` take it. */
export const uriInput = z.string().min(1).max(2048);
export const nameInput = z.string().min(1).max(255);
export const descriptionInput = z.string().max(1000);
export const redirectUrisInput = z.array(uriInput).max(50);
export const scopesInput = z.array(nameInput).max(100);
export const grantTypesInput = z.array(nameInput).min(1).max(20);
export const accessTokenTtlInput = z.int().min(1).max(3600);
export const refreshTokenTtlInput = z.int().min(1).max(maxTtlSeconds);
export const jwksInput = z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(50) });

/** The version that the caller has seen: another one now means `conflict`. */
export const versionInput = z.int().min(1);
export const clientIdInput = z.strictObject({ clientId: idInput });
