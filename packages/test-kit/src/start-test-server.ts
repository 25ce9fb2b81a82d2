import { type RunningServer, startChild } from "./child.ts";
import type { Seed } from "./seed.ts";
import { attach, type TestServer } from "./test-server.ts";

/**
 * Options of `startTestServer`.
 * @example
 * ```ts
 * import { startTestServer, type TestServerOptions } from "@sallyport/test-kit";
 * const options: TestServerOptions = { mode: "child", demo: true };
 * await using server = await startTestServer(options);
 * ```
 */
export interface TestServerOptions {
  /**
   * `in-process`: in this process, which starts fastest. `child`: a process of its own, for test runners that load
   * modules in a way of their own, and for another version of the program. Default: `in-process`.
   */
  readonly mode?: "in-process" | "child";
  /** With `child`: the executable or the script of the program. Default: that of the package `sallyport`. */
  readonly program?: string;
  /** Starts an MCP server that accepts the tokens. */
  readonly demo?: boolean;
  /** The sign-in page is answered by itself, for this person: `alice`. */
  readonly autoLogin?: string;
  /** The consent page is answered by itself, with yes. */
  readonly autoConsent?: boolean;
  /** More options of `sallyport dev`, as its `--help` names them: `["--access-token-ttl", "60"]`. */
  readonly options?: readonly string[];
  /** Put in at the start, and again after each `reset`. */
  readonly seed?: Seed;
}

/**
 * Starts an authorization server with people, a client and everything in memory, on free ports of this machine.
 * @throws Error when an option is wrong or the server cannot start
 * @example
 * ```ts
 * import { startTestServer } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const { accessToken } = await server.issueToken({ person: "alice" });
 * ```
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { mode = "in-process", program, seed } = options;
  if (program !== undefined && mode !== "child") throw new TypeError('a program is for mode "child"');
  const args = argumentsOf(options);
  return await attach(mode === "child" ? await startChild(program, args) : await startHere(args), seed);
}

/**
 * A server that runs already, as a service beside the tests: `http://localhost:4456`, its admin listener. `close`
 * leaves it running.
 * @throws Error when nothing answers there, ControlError when it is no dev server
 * @example
 * ```ts
 * import { connectTestServer } from "@sallyport/test-kit";
 * const server = await connectTestServer("http://localhost:4456");
 * await server.reset();
 * ```
 */
export async function connectTestServer(
  adminUrl: string,
  { seed }: Pick<TestServerOptions, "seed"> = {},
): Promise<TestServer> {
  return await attach({ adminUrl: adminUrl.replace(/\/$/, ""), close: async () => {} }, seed);
}

function argumentsOf({ demo, autoLogin, autoConsent, options = [] }: TestServerOptions): string[] {
  const hasPort = options.some((option) => /^--port(=|$)/.test(option));
  return [
    "--quiet",
    ...(hasPort ? [] : ["--port", "0"]),
    ...(demo === true ? ["--demo"] : []),
    ...(autoLogin === undefined ? [] : ["--auto-login", autoLogin]),
    ...(autoConsent === true ? ["--auto-consent"] : []),
    ...options,
  ];
}

async function startHere(args: readonly string[]): Promise<RunningServer> {
  const { startDev } = await import("sallyport/dev");
  const { announcement, close } = await startDev(args);
  return { adminUrl: announcement.adminUrl, close };
}
