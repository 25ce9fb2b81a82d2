import { X509Certificate } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder } from "../../settings/data-folder.ts";
import { openLocalTls } from "./local-authority.ts";
import { openFolder } from "../../../test/program.ts";

const start = new Date("2026-01-01T00:00:00Z");
const inYears = (years: number) => new Date(Date.UTC(2026 + years, 0, 1));
const permissionsOf = (path: string) => statSync(path).mode & 0o777;

describe("the local authority", () => {
  it("is made once, and keeps its key to its owner", async () => {
    using folder = openFolder();
    const path = join(folder.path, "deep", "certificates");
    const first = await openLocalTls(path, start);
    const second = await openLocalTls(path, start);
    expect(second.ca).toBe(first.ca);
    expect(second.key).not.toBe(first.key);
    expect(readFileSync(first.caFile, "utf8")).toBe(first.ca);
    expect([permissionsOf(path), permissionsOf(join(path, "ca.key.pem"))]).toEqual([0o700, 0o600]);
    expect(readdirSync(path).toSorted()).toEqual(["ca.key.pem", "ca.pem"]);
    expect(first.ca).not.toContain("PRIVATE");
  });

  it("vouches for a certificate of this machine's names until long after the start", async () => {
    using folder = openFolder();
    const { cert, ca } = await openLocalTls(folder.path, start);
    const certificate = new X509Certificate(cert);
    expect(certificate.verify(new X509Certificate(ca).publicKey)).toBe(true);
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(["127.0.0.1", "::1"].map((address) => certificate.checkIP(address))).toEqual(["127.0.0.1", "::1"]);
    expect(certificate.validFromDate < start && certificate.validToDate > inYears(1)).toBe(true);
  });

  it("is renewed with the same key before a certificate could outlive it", async () => {
    using folder = openFolder();
    const first = await openLocalTls(folder.path, start);
    expect((await openLocalTls(folder.path, inYears(8))).ca).toBe(first.ca);
    const late = await openLocalTls(folder.path, inYears(9));
    const [old, renewed] = [new X509Certificate(first.ca), new X509Certificate(late.ca)];
    expect(renewed.validToDate > inYears(18)).toBe(true);
    expect(readFileSync(late.caFile, "utf8")).toBe(late.ca);
    // Who trusts the old one is not left alone while it holds.
    const certificate = new X509Certificate(late.cert);
    expect([old, renewed].map((one) => certificate.checkIssued(one) && certificate.verify(one.publicKey))).toEqual([
      true,
      true,
    ]);
  });

  it.each([
    ["is missing", (file: string) => rmSync(file)],
    [
      "is damaged",
      (file: string) => writeFileSync(file, "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"),
    ],
    ["is empty", (file: string) => writeFileSync(file, "")],
  ])("mends its certificate when that %s", async (_what, spoil) => {
    using folder = openFolder();
    const first = await openLocalTls(folder.path, start);
    spoil(first.caFile);
    const second = await openLocalTls(folder.path, start);
    expect(new X509Certificate(second.cert).checkIssued(new X509Certificate(first.ca))).toBe(true);
    expect(readFileSync(second.caFile, "utf8")).toBe(second.ca);
  });

  it("is not taken in by a certificate of another key", async () => {
    using mine = openFolder();
    using other = openFolder();
    const own = await openLocalTls(mine.path, start);
    const foreign = await openLocalTls(other.path, start);
    writeFileSync(own.caFile, foreign.ca);
    expect((await openLocalTls(mine.path, start)).ca).not.toBe(foreign.ca);
  });

  it("is one for two programs that start at once", async () => {
    using folder = openFolder();
    const all = await Promise.all(Array.from({ length: 4 }, () => openLocalTls(folder.path, start)));
    const kept = new X509Certificate(readFileSync(join(folder.path, "ca.pem")));
    expect(all.map(({ cert }) => new X509Certificate(cert).verify(kept.publicKey))).toEqual(all.map(() => true));
  });

  it("is refused when others can read its key, or it is none", async () => {
    using folder = openFolder();
    await openLocalTls(folder.path, start);
    const key = join(folder.path, "ca.key.pem");
    chmodSync(key, 0o644);
    await expect(openLocalTls(folder.path, start)).rejects.toMatchObject({ code: "certificates_exposed" });
    chmodSync(key, 0o600);
    writeFileSync(key, "nothing");
    await expect(openLocalTls(folder.path, start)).rejects.toMatchObject({ code: "certificates_damaged" });
  });

  it("says so when its folder cannot be made", async () => {
    using folder = openFolder();
    const file = join(folder.path, "file");
    writeFileSync(file, "");
    const refused = openLocalTls(join(file, "below"), start);
    await expect(refused).rejects.toMatchObject({ code: "certificates_unwritable", field: "certificates" });
  });
});

describe("the data folder", () => {
  it("follows the customs of the platform", () => {
    expect(dataFolder({ XDG_DATA_HOME: "/data" }, "linux")).toBe("/data/sallyport");
    expect(dataFolder({}, "linux")).toMatch(/\/\.local\/share\/sallyport$/);
    expect(dataFolder({ XDG_DATA_HOME: "" }, "linux")).toMatch(/\/\.local\/share\/sallyport$/);
    expect(dataFolder({}, "darwin")).toMatch(/\/Library\/Application Support\/sallyport$/);
    expect(dataFolder({ LOCALAPPDATA: "/local" }, "win32")).toBe("/local/sallyport");
  });
});
