import { customType, integer } from "drizzle-orm/sqlite-core";
import type { SecretHash } from "../../secret.ts";
import type { EpochSeconds } from "../../time.ts";

/** A hash as its 32 bytes; the port speaks base64url. */
export const hashColumn = customType<{ data: SecretHash; driverData: Buffer }>({
  dataType: () => "blob",
  toDriver: (hash) => Buffer.from(hash, "base64url"),
  // Only hashes are written to such a column, so what comes out is one.
  fromDriver: (bytes) => bytes.toString("base64url") as SecretHash,
});

/** A link of the audit chain, 32 bytes; the port speaks base64url. */
export const linkColumn = customType<{ data: string; driverData: Buffer }>({
  dataType: () => "blob",
  toDriver: (link) => Buffer.from(link, "base64url"),
  fromDriver: (bytes) => bytes.toString("base64url"),
});

/** Bytes as the port has them: no view of the driver's memory. */
export const bytesColumn = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "blob",
  toDriver: (bytes) => Buffer.from(bytes),
  fromDriver: (buffer) => new Uint8Array(buffer),
});

const jsonText = customType<{ data: unknown; driverData: string }>({
  dataType: () => "text",
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (text): unknown => JSON.parse(text),
});

/** Plain data as JSON text: lists are short, and nothing asks for one member. */
export const jsonColumn = <Data>() => jsonText().$type<Data>();

export const secondsColumn = () => integer().$type<EpochSeconds>();

export const flagColumn = () => integer({ mode: "boolean" });
