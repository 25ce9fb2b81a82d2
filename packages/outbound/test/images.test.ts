import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { fetchedGood, type Lab, openLab, publicAddresses, refused } from "./lab.ts";
import { openCanary } from "./listeners.ts";

const bytes = Buffer.from("\x89PNG\r\n\x1a\nwhatever", "latin1");

async function openAnswering(answer: RequestListener): Promise<Lab> {
  return await openLab({ answer });
}

function send(headers: Record<string, string>, body: string | Uint8Array = bytes, status = 200): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

describe("an image", () => {
  it.each(["image/png", "IMAGE/JPEG", "image/webp; q=1", "image/gif"])("[mcp:C8] may be %s", async (type) => {
    await using lab = await openAnswering(send({ "content-type": type, etag: '"v1"', "cache-control": "max-age=9" }));
    expect(await lab.fetchImage(lab.url("/logo"))).toEqual({ kind: "fetched", bytes });
  });

  it.each([
    "image/svg+xml",
    "image/svg",
    "image/x-icon",
    "image/avif",
    "image/pngx",
    "application/json",
    "text/html",
    "application/octet-stream",
    "text/html, image/png",
    "",
  ])("[attack:A160] is not %j", async (type) => {
    await using lab = await openAnswering(send({ "content-type": type }));
    expect(await lab.fetchImage(lab.url("/logo"))).toEqual(refused("content_type"));
  });

  it("[mcp:C8] is asked for without anything that tells of a person", async () => {
    const asked: unknown[] = [];
    await using lab = await openAnswering((request, response) => {
      asked.push(request.headers);
      response.writeHead(200, { "content-type": "image/png", "set-cookie": "a=b" }).end(bytes);
    });
    for (const path of ["/1", "/2"]) await lab.fetchImage(lab.url(path));
    const headers = {
      host: `client.example:${lab.host.port}`,
      connection: "close",
      accept: "image/png, image/jpeg, image/webp, image/gif",
      "accept-encoding": "identity",
      "user-agent": "sallyport",
    };
    expect(asked).toEqual([headers, headers]);
  });

  it.each([
    ["redirect", send({ location: "https://client.example/other", "content-type": "image/png" }, "", 302)],
    ["status_404", send({ "content-type": "image/png" }, bytes, 404)],
    ["not_modified_unasked", send({}, "", 304)],
    ["content_encoding", send({ "content-type": "image/png", "content-encoding": "gzip" })],
    ["too_large", send({ "content-type": "image/png" }, Buffer.alloc(257 * 1024))],
  ])("[attack:A160] is refused with %s", async (reason, answer) => {
    await using lab = await openAnswering(answer);
    expect(await lab.fetchImage(lab.url("/logo"))).toEqual(refused(reason));
    expect(lab.host.requests).toEqual(["/logo"]);
  });

  it("[attack:A160] that never ends is given up at the deadline", async () => {
    const asked = Promise.withResolvers<void>();
    await using lab = await openAnswering((_request, response) => {
      response.writeHead(200, { "content-type": "image/png" }).write(bytes);
      asked.resolve();
    });
    const answer = lab.fetchImage(lab.url("/logo"));
    await asked.promise;
    lab.timers.advance(3000);
    expect(await answer).toEqual(refused("deadline"));
  });

  it("never makes a document wait", async () => {
    const hanging = new Set<string>();
    const all = Promise.withResolvers<void>();
    await using lab = await openLab({
      answer: (request) => {
        hanging.add(request.url ?? "");
        if (hanging.size === 8) all.resolve();
      },
    });
    const names = Array.from({ length: 20 }, (_, index) => `l${index}.many.example`);
    const images = names.map((name) => lab.fetchImage(lab.url(`/${name}`, name)));
    await all.promise;
    expect(await lab.fetchGood()).toEqual(fetchedGood);
    await lab.close();
    expect(new Set((await Promise.all(images)).map((image) => image.kind))).toEqual(new Set(["failed"]));
    expect(hanging.size).toBe(8);
  });
});

describe("an image at an address that must be left alone", () => {
  it("[attack:A159 mcp:C8] is not asked for, neither by address nor by name", async () => {
    const canary = await openCanary();
    await using lab = await openLab();
    const hosts = [
      "127.0.0.1",
      "2130706433",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "localhost",
      "a.localhost",
      "169.254.169.254",
    ];
    for (const host of hosts) {
      expect(await lab.fetchImage(`https://${host}:${canary.port}/logo`)).toMatchObject({ kind: "failed" });
    }
    const inside = ["127.0.0.1", "::1", "10.0.0.1", "192.168.0.1", "169.254.169.254", "fd00::1", "64:ff9b::7f00:1"];
    for (const address of inside) {
      lab.names.set("evil.example", [publicAddresses[0], address]);
      const answer = await lab.fetchImage(`https://evil.example:${canary.port}/logo`);
      expect(answer).toEqual(refused("address_not_public"));
    }
    for (const url of ["data:image/png;base64,AAAA", "file:///etc/passwd", `http://evil.example:${canary.port}/logo`]) {
      expect(await lab.fetchImage(url)).toEqual(refused("url_scheme"));
    }
    expect(lab.attempts).toEqual([]);
    expect(await canary.connections()).toBe(0);
    await canary.close();
  });
});
