import { Command, CommanderError } from "commander";
import { commands, groups } from "./commands/all.ts";
import type { CommandEntry, CommandModule } from "./commands/define.ts";
import { exitCodes, type Failure, usageFailure } from "./terminal/failure.ts";
import { hasReaderGone, print, printJson, reportFailure } from "./terminal/output.ts";

const overview = `
Start here:
  sallyport dev              start a local server with test users, a client and a token
  sallyport dev --demo       the same, with a demo MCP server
  sallyport serve --help     options for production

Exit codes: 0 success, 1 failure, 2 usage error.`;

/** Runs the program. @returns the exit code */
export async function runCli(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  try {
    const called = commands.find(({ path }) => path.every((word, index) => args[index] === word));
    if (called === undefined) refuseUnknown(args);
    const program = createProgram(called && { entry: called, module: await called.load() });
    await program.parseAsync([...args], { from: "user" });
    return exitCodes.ok;
  } catch (error) {
    const isDone = error instanceof CommanderError ? error.exitCode === 0 : hasReaderGone(error);
    if (isDone) return exitCodes.ok;
    return reportFailure(error instanceof CommanderError ? toFailure(error) : error, json);
  }
}

/** The words before the first option must be a command, or a group whose help is wanted. */
function refuseUnknown(args: readonly string[]): void {
  const isOption = (word: string): boolean => word.startsWith("-");
  const end = args.findIndex(isOption);
  const words = end === -1 ? args : args.slice(0, end);
  const isGroup = words.length === 1 && Object.hasOwn(groups, words[0] ?? "");
  if (words.length === 0 || isGroup) return;
  const names = commands.map(({ path }) => path.join(" ")).join(", ");
  throw usageFailure(`unknown command "${words.slice(0, 2).join(" ")}"; known commands: ${names}`);
}

/** What `--help` prints for a command, `width` characters wide. */
export async function readHelp(entry: CommandEntry, width: number): Promise<string> {
  const program = createProgram({ entry, module: await entry.load() });
  const command = entry.path.reduce((parent: Command | undefined, word) => childOf(parent, word), program);
  let text = "";
  command
    ?.configureOutput({
      writeOut: (more) => void (text += more),
      getOutHelpWidth: () => width,
      getOutHasColors: () => false,
    })
    .outputHelp();
  return text;
}

function childOf(parent: Command | undefined, word: string): Command | undefined {
  return parent?.commands.find((one) => one.name() === word);
}

/** Every command is listed; only the one that is called is known in full. */
function createProgram(called: { entry: CommandEntry; module: CommandModule } | undefined): Command {
  const program = new Command("sallyport");
  inherit(program)
    .description("Sallyport: an OAuth 2.1 and OpenID Connect authorization server for MCP")
    .option("-V, --version", "show the version and the build")
    .addHelpText("after", overview)
    .action(async ({ version, json }: { version?: true; json?: true }) => {
      if (version !== true) program.help();
      await showVersion(json === true);
    });
  // A command has its own; the two would be one.
  if (called === undefined) program.option("--json", "print JSON, for programs");
  const parents = new Map<string, Command>();
  for (const entry of commands) {
    const [name = "", group] = entry.path.toReversed();
    const parent = group === undefined ? program : (parents.get(group) ?? createGroup(program, group));
    if (group !== undefined) parents.set(group, parent);
    const command = inherit(parent.command(name).description(entry.summary));
    if (called?.entry === entry) complete(command, called.module);
  }
  return program;
}

async function showVersion(json: boolean): Promise<void> {
  const { formatVersion, readVersion } = await import("./assets/version.ts");
  const version = await readVersion();
  if (json) printJson(version);
  else print(formatVersion(version));
}

function createGroup(program: Command, name: string): Command {
  const group = inherit(program.command(name).description(groups[name] ?? ""));
  group.action(() => group.help());
  return group;
}

function inherit(command: Command): Command {
  return command
    .exitOverride()
    .helpCommand(false)
    .helpOption("-h, --help", "show this help")
    .allowExcessArguments(false)
    .configureOutput({ writeErr: () => {} });
}

function complete(command: Command, module: CommandModule): void {
  module.configure(command);
  const { examples, run } = module;
  command
    .option("--json", "print JSON, for programs")
    .addHelpText("after", `\nExamples:\n${examples.map((example) => `  ${example}`).join("\n")}`)
    .action(async () => {
      const { json, ...options } = command.opts<Record<string, unknown>>();
      const named = new Map(command.registeredArguments.map((one, index) => [one.name(), command.args[index]]));
      await run({ ...options, ...Object.fromEntries<unknown>(named) }, json === true);
    });
}

/** The library's one line, with a way on. */
function toFailure(error: CommanderError): Failure {
  return usageFailure(`${error.message.replace(/^error: /, "")} (see --help)`);
}
