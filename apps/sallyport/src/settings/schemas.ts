import { isLoopbackHost } from "@sallyport/core";
import { z } from "zod";

export const text = z.string("needs a value").min(1, "needs a value");

export const flag = z.union([z.boolean(), z.stringbool()], "must be true or false");

export const port = z
  .string("needs a number")
  .regex(/^\d{1,5}$/, "must be a whole number from 0 to 65535")
  .transform(Number)
  .refine((number) => number <= 65_535, "must be a whole number from 0 to 65535");

export const seconds = (max: number) =>
  z
    .string("needs a number of seconds")
    .regex(/^\d{1,8}$/, "must be a whole number of seconds")
    .transform(Number)
    .refine((number) => number >= 1 && number <= max, `must be from 1 to ${max} seconds`);

const policies = ["open", "allow_list", "ask", "off"] as const;
export const policy = z.enum(policies, `must be one of ${policies.join(", ")}`);

export const hostList = z
  .string("needs a list of hosts")
  .transform((list): readonly string[] => list.split(/[\s,]+/).filter((host) => host !== ""))
  .refine((hosts) => hosts.every((host) => /^(\*\.)?[a-z0-9.-]+:?$/.test(host)), "must be host names in lower case");

export const pathList = z.union(
  [z.array(text).readonly(), z.string().transform((list) => list.split(",").filter((path) => path !== ""))],
  "needs a path",
);

/** Names, by repeated flags or in one text, with commas or spaces between them. */
export const nameList = z
  .union([z.array(text), text], "needs a name")
  .transform((given): readonly string[] => [given].flat().flatMap((list) => list.split(/[\s,]+/)))
  .transform((names): readonly string[] => names.filter((name) => name !== ""));

/** A number of reverse proxies. */
export const hops = z.string("needs a number").regex(/^\d$/, "must be a whole number from 0 to 9").transform(Number);

/** What RFC 6749 section 5.2 allows in `error_uri`; the error id that follows must not become part of a name. */
const errorUriText = /^[\x21\x23-\x5b\x5d-\x7e]+[/=]$/;

/** The beginning of `error_uri`: people sign in at that page. */
export const errorUri = text.refine(
  (value) => errorUriText.test(value) && isErrorPage(value),
  "must be https://host/path/ or https://host/path?name=, or http on a loopback host",
);

function isErrorPage(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, hash } = new URL(value);
  const isSafe = protocol === "https:" || (protocol === "http:" && isLoopbackHost(hostname));
  return isSafe && username === "" && hash === "";
}
