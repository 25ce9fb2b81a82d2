import { assets } from "#assets";
import { z } from "zod";
import { Failure } from "../terminal/failure.ts";
import { print, printJson } from "../terminal/output.ts";
import { waitForStop } from "../server/stop-signal.ts";
import { defineCommand } from "./define.ts";

const firstPort = 4460;
const graceMs = 1_000;

export const docs = defineCommand({
  configure(command) {
    command
      .option("--port <number>", `port to listen on (default: ${firstPort} or the next free one; 0: any free one)`)
      .addHelpText(
        "after",
        `
Serves the documentation of this version on localhost only. The pages load nothing from other hosts.
With --json the first line of standard output is an object with its url.`,
      );
  },
  examples: ["sallyport docs", "sallyport docs --port 8080"],
  input: z.strictObject({
    port: z
      .string()
      .regex(/^\d{1,5}$/, "must be a whole number from 0 to 65535")
      .transform(Number)
      .refine((number) => number <= 65_535, "must be a whole number from 0 to 65535")
      .optional(),
  }),
  async run({ port }, json) {
    const built = await assets.readDocs();
    if (built.size === 0)
      throw new Failure("docs_missing", "the documentation is not built: npm run sallyport -- docs");
    const stopped = waitForStop();
    const [{ createDocsApp }, { toStaticFiles }, { bothLoopbacks, listen, listenNear }] = await Promise.all([
      import("../server/docs-app.ts"),
      import("../server/static-files.ts"),
      import("../server/listen.ts"),
    ]);
    const options = { hosts: bothLoopbacks, port: port ?? firstPort, flag: "--port" };
    const listening = port === undefined ? await listenNear(options) : await listen(options);
    listening.serve(createDocsApp(toStaticFiles(built)));
    const url = `http://localhost:${listening.port}`;
    if (json) printJson({ url });
    else print(`The documentation is at ${url}`);
    await stopped;
    await listening.close(graceMs);
  },
});
