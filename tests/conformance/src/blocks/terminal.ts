import { expectLines, faultIn, recordedIn, spellOut } from "../recorded.ts";
import type { Place } from "./place.ts";
import { saysReady, type Servers } from "./servers.ts";
import { commandsIn } from "./shell.ts";

/** Where commands run, and what goes on beside them. */
export interface Terminal {
  readonly place: Place;
  readonly servers: Servers;
  /** What was shown in place of recorded words: `client_…`. */
  readonly said: Map<string, string>;
}

/** Runs the commands of a script, which have to end well. With `stays` the last one is a server. */
export async function runScript(script: string, terminal: Terminal, stays: boolean): Promise<void> {
  const commands = commandsIn(script).map((command) => dictate(command, terminal));
  const server = stays ? commands.pop() : undefined;
  for (const command of commands) await runCommand(command, terminal.place);
  if (server !== undefined) await terminal.servers.start(server, saysReady);
}

/** Runs the commands of a recorded session, which have to show what is recorded. With `stays` the last one is a server. */
export async function runSession(text: string, terminal: Terminal, stays: boolean): Promise<void> {
  const { place, servers, said } = terminal;
  const session = [...recordedIn(place.ports.map(text))];
  if (session.length === 0) throw new Error("it has no line with a `$ command`: write `text`");
  const server = stays ? session.pop() : undefined;
  for (const { command, output } of session) {
    const fault = faultIn(await runCommand(dictate(command, terminal), place), output, said);
    if (fault !== undefined) throw new Error(`${command} shows ${fault}`);
  }
  if (server === undefined) return;
  const wrong = await servers.start(dictate(server.command, terminal), expectLines(server.output, said));
  if (wrong !== "") throw new Error(`${server.command} shows ${wrong}`);
}

/** A command as somebody would type it here. */
function dictate(recorded: string, { said }: Terminal): string {
  const command = spellOut(recorded, said);
  const [word] = /\S*…\S*/.exec(command) ?? [];
  if (word === undefined) return command;
  throw new Error(`${word} stands for nothing that was shown: write what can be run`);
}

/** @returns the lines that it shows */
async function runCommand(command: string, place: Place): Promise<readonly string[]> {
  const { code, stdout } = await place.run(command);
  if (code !== 0) throw new Error(`${command}\nends with ${code}:\n${stdout}`);
  return stdout === "" ? [] : stdout.split("\n");
}
