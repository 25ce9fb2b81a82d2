import { Command } from "commander";
import type { Announcement } from "../dev/announcement.ts";

/** A dev server that runs in this process. */
export interface EmbeddedDev {
  /** What `sallyport dev --json` says. */
  readonly announcement: Announcement;
  close(): Promise<void>;
}

/**
 * Starts `sallyport dev` in this process, by the arguments of the command; no variable of the environment counts.
 * @throws Failure, CommanderError when it is called wrongly or cannot start
 */
export async function startEmbeddedDev(args: readonly string[]): Promise<EmbeddedDev> {
  const { dev, planOf } = await import("../commands/dev.ts");
  const command = new Command("dev").exitOverride().configureOutput({ writeErr: () => {} });
  dev.configure(command);
  command.parse([...args], { from: "user" });
  const plan = await planOf({ flags: command.opts(), environment: {} });
  const [{ startDev }, { describeDev }, { createReadableLog }] = await Promise.all([
    import("../dev/start.ts"),
    import("../dev/announcement.ts"),
    import("../terminal/log.ts"),
  ]);
  const server = await startDev(plan, createReadableLog(plan.logLevel));
  return { announcement: describeDev(server), close: () => server.close() };
}
