import { Agent, get, type IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { listen, listenNear } from "./listen.ts";

const loopback = { hosts: ["127.0.0.1"], flag: "--port" };

async function ask(url: string, agent: Agent): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    get(url, { agent }, resolve).on("error", reject);
  });
}

describe("listening", () => {
  it("lets a request in flight finish, and then closes at once, although the connection could go on", async () => {
    const listening = await listen({ ...loopback, port: 0 });
    const arrived = Promise.withResolvers<() => void>();
    listening.serve((_request, response) => arrived.resolve(() => void response.end("done")));
    const agent = new Agent({ keepAlive: true });
    const answer = ask(`http://127.0.0.1:${listening.port}`, agent);
    const finish = await arrived.promise;
    const closed = listening.close(60_000);
    finish();
    expect((await answer).resume().statusCode).toBe(200);
    await closed;
    agent.destroy();
  });

  it("cuts what does not finish", async () => {
    const listening = await listen({ ...loopback, port: 0 });
    const arrived = Promise.withResolvers<void>();
    listening.serve(() => arrived.resolve());
    const answer = ask(`http://127.0.0.1:${listening.port}`, new Agent());
    await arrived.promise;
    await Promise.all([expect(answer).rejects.toThrow(), listening.close(1)]);
  });

  it("keeps early requests until there is somebody to answer", async () => {
    const listening = await listen({ ...loopback, port: 0 });
    const answer = ask(`http://127.0.0.1:${listening.port}`, new Agent());
    listening.serve((_request, response) => void response.end());
    expect((await answer).resume().statusCode).toBe(200);
    await listening.close(1);
  });

  it("[fault:F40] says that a port is taken, or takes the next one", async () => {
    const first = await listen({ ...loopback, port: 0 });
    await expect(listen({ ...loopback, port: first.port })).rejects.toMatchObject({
      code: "port_taken",
      message: expect.stringContaining("--port"),
    });
    const near = await listenNear({ ...loopback, port: first.port });
    expect(near.port).toBeGreaterThan(first.port);
    await Promise.all([first.close(1), near.close(1)]);
  });

  it("has one port on both loopback addresses", async () => {
    const both = await listen({ hosts: ["127.0.0.1", "::1"], port: 0, flag: "--port" });
    await expect(listen({ ...loopback, port: both.port })).rejects.toMatchObject({ code: "port_taken" });
    await both.close(1);
  });
});
