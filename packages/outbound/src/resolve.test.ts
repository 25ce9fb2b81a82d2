import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { createResolver } from "./resolve.ts";

const types = { a: 1, aaaa: 28 };

/** Records of a name server: by `name/type`; null for no answer ever. Other names do not exist. */
type Zone = Record<string, Uint8Array[] | null>;

interface NameServer extends AsyncDisposable {
  address: string;
  questions: string[];
  asked: Promise<void>;
}

async function openNameServer(zone: Zone): Promise<NameServer> {
  const socket = createSocket("udp4");
  const questions: string[] = [];
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  socket.on("message", (query, { port, address }) => {
    const question = questionOf(query);
    questions.push(question);
    resolve();
    const records = zone[question];
    if (records !== null) socket.send(answerTo(query, records), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    asked,
    [Symbol.asyncDispose]: () => closed(socket),
  };
}

async function closed(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.close(() => resolve());
  });
}

/** Where the name ends: labels with their length in front, then a zero (RFC 1035 section 4.1.2). */
function endOfName(query: Buffer): number {
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) at += length + 1;
  return at;
}

function questionOf(query: Buffer): string {
  const end = endOfName(query);
  const labels: string[] = [];
  for (let at = 12; at < end; at += (query[at] ?? 0) + 1) {
    labels.push(query.toString("ascii", at + 1, at + 1 + (query[at] ?? 0)));
  }
  const type = query.readUInt16BE(end + 1) === types.a ? "a" : "aaaa";
  return `${labels.join(".").toLowerCase()}/${type}`;
}

function answerTo(query: Buffer, records: Uint8Array[] | undefined): Buffer {
  const question = query.subarray(12, endOfName(query) + 5);
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(records === undefined ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records?.length ?? 0, 6);
  const answers = (records ?? []).map((data) => {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc0_0c, 0);
    record.writeUInt16BE(data.length === 4 ? types.a : types.aaaa, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt16BE(data.length, 10);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([head, question, ...answers]);
}

const v4 = (...bytes: number[]) => Buffer.from(bytes);
const loopbackV6 = Buffer.from([...Array.from({ length: 15 }, () => 0), 1]);
const { signal } = new AbortController();

describe("createResolver", () => {
  it("[mcp:C7] finds every address of both families", async () => {
    await using server = await openNameServer({
      "client.example/a": [v4(93, 184, 215, 14), v4(10, 0, 0, 1)],
      "client.example/aaaa": [loopbackV6],
    });
    const resolve = createResolver([server.address]);
    expect((await resolve("client.example", signal)).toSorted()).toEqual(["10.0.0.1", "93.184.215.14", "::1"]);
  });

  it("finds the addresses of the one family that there is", async () => {
    await using server = await openNameServer({ "client.example/a": [v4(1, 2, 3, 4)], "client.example/aaaa": [] });
    expect(await createResolver([server.address])("client.example", signal)).toEqual(["1.2.3.4"]);
  });

  it("finds nothing for a name that does not exist", async () => {
    await using server = await openNameServer({});
    expect(await createResolver([server.address])("client.example", signal)).toEqual([]);
  });

  it("[mcp:C7] asks for the very name, never for one below a domain of its own network", async () => {
    await using server = await openNameServer({});
    await createResolver([server.address])("db.prod", signal);
    expect(new Set(server.questions)).toEqual(new Set(["db.prod/a", "db.prod/aaaa"]));
  });

  it("[attack:A172] remembers nothing: every fetch asks again", async () => {
    const zone: Zone = { "client.example/a": [v4(1, 2, 3, 4)], "client.example/aaaa": [] };
    await using server = await openNameServer(zone);
    const resolve = createResolver([server.address]);
    expect(await resolve("client.example", signal)).toEqual(["1.2.3.4"]);
    zone["client.example/a"] = [v4(127, 0, 0, 1)];
    expect(await resolve("client.example", signal)).toEqual(["127.0.0.1"]);
  });

  it("[attack:A176] stops asking when its signal ends", async () => {
    await using server = await openNameServer({ "client.example/a": null, "client.example/aaaa": null });
    const controller = new AbortController();
    const addresses = createResolver([server.address])("client.example", controller.signal);
    await server.asked;
    controller.abort();
    expect(await addresses).toEqual([]);
    expect(server.questions.length).toBeLessThanOrEqual(2);
  });
});
