import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAddressedTo } from "./host.ts";

const server = createServer((request, response) => {
  response.end(isAddressedTo(["localhost:1", "127.0.0.1:1"], request) ? "ours" : "foreign");
});
beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));
afterAll(() => void server.close());

async function ask(...hosts: readonly string[]): Promise<string> {
  const address = server.address();
  const socket = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
  const lines = hosts.map((host) => `Host: ${host}\r\n`).join("");
  socket.write(`GET / HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`);
  return (await text(socket)).split("\r\n\r\n")[1] ?? "";
}

describe("the host of a request", () => {
  it("[attack:A225] is ours in any case, and no other", async () => {
    expect(await ask("LOCALHOST:1")).toBe("ours");
    expect(await ask("evil.example:1")).toBe("foreign");
    expect(await ask("localhost")).toBe("foreign");
  });

  it("[attack:A225 security:S8] is none where two are named, ours twice among them", async () => {
    for (const other of ["evil.example:1", "localhost:1"]) {
      expect(await ask("localhost:1", other)).not.toBe("ours");
      expect(await ask(other, "localhost:1")).not.toBe("ours");
    }
  });
});
