import type { Management } from "@sallyport/core";
import { Failure, hasCode } from "../../terminal/failure.ts";
import { unlessThere } from "../seed/people.ts";

export interface Demo {
  /** The MCP endpoint, which is the resource. */
  url: string;
  scopes: readonly string[];
  close(): Promise<void>;
}

export interface DemoAddress {
  port: number;
  /** Whether a taken port may be replaced by a free one. */
  isFlexible: boolean;
  /** Its clock. */
  now: () => number;
}

/** Starts the demo MCP server and registers it as a resource. */
export async function startDemo(issuer: string, manage: Management, place: DemoAddress): Promise<Demo> {
  const { demoScopes, startDemoMcp } = await import("@sallyport/demo-mcp");
  const { now } = place;
  const demo = await startDemoMcp({ issuer, port: place.port, now }).catch(async (error: unknown) => {
    if (!hasCode(error, "EADDRINUSE")) throw error;
    if (place.isFlexible) return await startDemoMcp({ issuer, port: 0, now });
    throw new Failure(
      "port_taken",
      `port ${place.port} is in use by another program: choose another port with --demo-port`,
      {
        field: "--demo-port",
      },
    );
  });
  const scopes = demoScopes.map(({ name, words }) => ({ name, description: words }));
  await unlessThere(() => manage.resources.create({ uri: demo.url, name: "Sallyport demo", scopes }));
  return { url: demo.url, scopes: scopes.map(({ name }) => name), close: () => demo.close() };
}
