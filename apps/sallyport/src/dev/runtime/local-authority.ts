import { createPrivateKey, type KeyObject, randomUUID, X509Certificate } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Authority,
  certifyServer,
  createAuthority,
  createKey,
  type ServerCertificate,
} from "@sallyport/certificates";
import { Failure, hasCode } from "../../terminal/failure.ts";
import { makePrivateFile, type PrivateFile, readPrivateFile } from "../../storage/private-file.ts";

const dayMs = 86_400_000;
/** Longer ones are refused by some clients. */
const serverDays = 397;
const authorityDays = 3_650;
const names = ["localhost", "127.0.0.1", "::1"] as const;
/** Whoever trusts the authority trusts it for this machine only, should its key ever get lost. */
const onlyFor = ["localhost", "127.0.0.0/8", "::1/128"];

/** What an https listener on this machine needs, and what its clients have to trust. */
export interface LocalTls extends ServerCertificate {
  /** The certificate to trust, as PEM and as a file. */
  ca: string;
  caFile: string;
}

/**
 * A certificate for https on this machine, made anew each time, by an authority that is kept in `folder` and
 * renewed, with the same key, before a certificate could outlive it.
 * @throws Failure when the folder cannot be used, or others can read the authority's key
 */
export async function openLocalTls(folder: string, now: Date): Promise<LocalTls> {
  const caFile = join(folder, "ca.pem");
  const notAfter = inDays(now, serverDays);
  const key = await openKey(folder);
  const known = await readAuthority(caFile, key, notAfter);
  const authority = known ?? (await renewAuthority(caFile, key, now));
  const server = certifyServer(authority, { names, period: { notBefore: inDays(now, -1), notAfter } });
  return { ...server, ca: authority.cert, caFile };
}

async function openKey(folder: string): Promise<string> {
  const path = join(folder, "ca.key.pem");
  const file: PrivateFile = { path, what: "the key of the local authority", code: "certificates" };
  const ownerOnly = 0o700;
  try {
    await mkdir(folder, { recursive: true, mode: ownerOnly });
  } catch (cause) {
    throw unusable(folder, cause);
  }
  const key = (await readPrivateFile(file)) ?? (await makePrivateFile(file, createKey()));
  if (key !== undefined && isKey(key)) return key;
  throw new Failure("certificates_damaged", `${path} is no private key: remove it`, { field: "certificates" });
}

function isKey(text: string): boolean {
  try {
    return createPrivateKey(text).asymmetricKeyType === "ec";
  } catch {
    return false;
  }
}

/** @returns undefined when there is no certificate, it is another key's, or it ends before `until` */
async function readAuthority(caFile: string, key: string, until: Date): Promise<Authority | undefined> {
  try {
    const cert = await readFile(caFile, "utf8");
    return isGood(new X509Certificate(cert), createPrivateKey(key), until) ? { key, cert } : undefined;
  } catch (error) {
    const isMissing = hasCode(error, "ENOENT");
    const isMalformed = error instanceof Error && "code" in error && String(error.code).startsWith("ERR_OSSL");
    if (isMissing || isMalformed) return undefined;
    throw error;
  }
}

function isGood(certificate: X509Certificate, key: KeyObject, until: Date): boolean {
  return certificate.ca && certificate.checkPrivateKey(key) && certificate.validToDate >= until;
}

/** Whole or not at all. Of two processes either certificate will do: the key is the same. */
async function renewAuthority(caFile: string, key: string, now: Date): Promise<Authority> {
  const period = { notBefore: inDays(now, -1), notAfter: inDays(now, authorityDays) };
  const authority = createAuthority({ key, name: "Sallyport on this machine", period, onlyFor });
  const draft = `${caFile}.${randomUUID()}`;
  try {
    await writeFile(draft, authority.cert);
    await rename(draft, caFile);
  } catch (cause) {
    await rm(draft, { force: true });
    throw unusable(caFile, cause);
  }
  return authority;
}

function unusable(path: string, cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `cannot write ${path}: ${reason}; choose another folder with --certificates`;
  return new Failure("certificates_unwritable", message, { field: "certificates", cause });
}

function inDays(from: Date, days: number): Date {
  return new Date(from.getTime() + days * dayMs);
}
