import { createServer } from "node:http";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createTestAuthority } from "./certificates.ts";
import { fetchedGood, openLab, publicAddresses, refused } from "./lab.ts";
import { openHost, openRawHost } from "./listeners.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const answer = "{}";

describe("a certificate", () => {
  it("[mcp:C7] is asked for by the name, whatever the address", async () => {
    const seen: unknown[] = [];
    await using lab = await openLab({
      answer: (request, response) => {
        seen.push([(request.socket as TLSSocket).servername, request.headers.host]);
        response.setHeader("content-type", "application/json").end(answer);
      },
    });
    lab.names.set("evil.example", publicAddresses);
    await lab.fetch(lab.url("/x", "evil.example"));
    expect(seen).toEqual([["evil.example", `evil.example:${lab.host.port}`]]);
  });

  it.each(["other.example", "a.b.many.example", "sub.client.example"])(
    "[attack:A172 mcp:C7] for other names than %s does not do, and the host is asked for nothing",
    async (name) => {
      await using lab = await openLab();
      expect(await lab.fetch(lab.url("/good", name))).toEqual(refused("tls_failed"));
      expect(lab.host.requests).toEqual([]);
      expect(await lab.fetchGood()).toEqual(fetchedGood);
    },
  );

  it("[mcp:C7] from an unknown authority does not do, whatever the environment says", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    await using lab = await openLab({ ca: createTestAuthority().cert });
    expect(await lab.fetchGood()).toEqual(refused("tls_failed"));
    expect(lab.host.requests).toEqual([]);
  });

  it("[mcp:C7] is wanted from a host that speaks plain http on its port", async () => {
    await using lab = await openLab({ open: async () => await openHost((_request, response) => response.end(answer)) });
    expect(await lab.fetchGood()).toEqual(refused("tls_failed"));
    expect(lab.host.requests).toEqual([]);
  });

  it("[mcp:C7] is wanted from a host that hangs up", async () => {
    const server = createServer();
    await using lab = await openLab({ open: async () => await openRawHost(server) });
    server.on("connection", (socket) => socket.destroy());
    expect(await lab.fetchGood()).toEqual(refused("tls_failed"));
  });
});
