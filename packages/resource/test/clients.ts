import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { z } from "zod";
import type { Host } from "./hosts.ts";

/** What the clients of both SDKs have in common here. */
interface TestClient {
  listTools(): Promise<readonly string[]>;
  /** The text that the tool answers; rejects when the server refuses. */
  call(name: string): Promise<unknown>;
  close(): Promise<void>;
}

export type ConnectClient = (host: Host, token: string) => Promise<TestClient>;

const identity = { name: "test", version: "1.0.0" };

function wireOf({ fetch }: Host, token: string) {
  return { fetch, requestInit: { headers: { authorization: `Bearer ${token}` } } };
}

const answerSchema = z.object({ content: z.tuple([z.object({ text: z.string() })]) });

function readAnswer(answer: unknown): unknown {
  return JSON.parse(answerSchema.parse(answer).content[0].text);
}

async function connectV1(host: Host, token: string): Promise<TestClient> {
  const client = new ClientV1(identity);
  await client.connect(new TransportV1(new URL(host.url), wireOf(host, token)));
  return {
    listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name) => readAnswer(await client.callTool({ name })),
    close: () => client.close(),
  };
}

function connectV2(mode: "auto" | "legacy"): ConnectClient {
  return async (host, token) => {
    const client = new Client(identity, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(host.url), wireOf(host, token)));
    return {
      listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: async (name) => readAnswer(await client.callTool({ name })),
      close: () => client.close(),
    };
  };
}

/** The official clients as they are. */
export const clients: Readonly<Record<string, ConnectClient>> = {
  "SDK v1": connectV1,
  "SDK v2": connectV2("legacy"),
  "SDK v2, newest protocol": connectV2("auto"),
};
