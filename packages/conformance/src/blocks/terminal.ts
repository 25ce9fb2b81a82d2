import { expectLines, faultIn, recordedIn } from "../recorded.ts";
import type { Place } from "./place.ts";
import { saysReady, type Servers } from "./servers.ts";
import { commandsIn } from "./shell.ts";

/** Where commands run, and what goes on beside them. */
export interface Terminal {
  readonly place: Place;
  readonly servers: Servers;
}

/** Runs the commands of a script, which have to end well. With `stays` the last one is a server. */
export async function runScript(script: string, { place, servers }: Terminal, stays: boolean): Promise<void> {
  const commands = [...commandsIn(script)];
  const server = stays ? commands.pop() : undefined;
  for (const { text } of commands) await runCommand(text, place);
  if (server !== undefined) await servers.start(server.text, saysReady);
}

/** Runs the commands of a recorded session, which have to show what is recorded. With `stays` the last one is a server. */
export async function runSession(text: string, { place, servers }: Terminal, stays: boolean): Promise<void> {
  const session = [...recordedIn(place.ports.map(text))];
  if (session.length === 0) throw new Error("it has no line with a `$ command`: write `text`");
  const server = stays ? session.pop() : undefined;
  for (const { command, output } of session) {
    const fault = faultIn(await runCommand(command, place), output);
    if (fault !== undefined) throw new Error(`${command} shows ${fault}`);
  }
  if (server === undefined) return;
  const wrong = await servers.start(server.command, expectLines(server.output));
  if (wrong !== "") throw new Error(`${server.command} shows ${wrong}`);
}

/** @returns the lines that it shows */
async function runCommand(command: string, place: Place): Promise<readonly string[]> {
  await using child = place.start(command);
  const { code, stdout } = await child.end();
  if (code !== 0) throw new Error(`${command}\nends with ${code}:\n${stdout}`);
  return stdout === "" ? [] : stdout.split("\n");
}
