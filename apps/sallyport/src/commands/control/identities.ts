import { z } from "zod";
import { formatTable, print, printJson } from "../../terminal/output.ts";
import { collect, defineCommand, wholeSeconds } from "../define.ts";
import { addServerOption, mutate, query, server } from "./call.ts";

const named = z.array(z.object({ name: z.string(), summary: z.string() }));
const got = z.object({ issuer: z.string(), subjects: z.array(z.string()), kinds: named, defects: named });
const issued = z.object({ token: z.string() });

export const getIdentities = defineCommand({
  configure: addServerOption,
  examples: ["sallyport identities get"],
  input: z.strictObject({ server }),
  async run({ server: to }, json) {
    const answer = await query({ server: to, procedure: "identities.get" });
    if (json) return printJson(answer);
    const { issuer, subjects, kinds, defects } = got.parse(answer);
    const table = (title: string, rows: z.infer<typeof named>): string =>
      formatTable(
        [title, "DESCRIPTION"],
        rows.map(({ name, summary }) => [name, summary]),
      );
    print(`Issuer    ${issuer}\nSubjects  ${subjects.join(", ")}\n`);
    print(`${table("KIND", kinds)}\n\n${table("DEFECT", defects)}`);
  },
});

const list = z.array(z.string()).optional();

export const issueIdentity = defineCommand({
  configure(command) {
    command
      .argument("<kind>", "id_jag, workload or id_token")
      .option("--subject <name>", "subject of the token (default: alice, or a workload of the platform)")
      .option("--audience <issuer>", "audience of the token (default: the authorization server); repeatable", collect)
      .option("--client <id>", "client of an id_jag or id_token")
      .option("--resource <uri>", "resource of an id_jag; repeatable", collect)
      .option("--scope <names>", "scopes of an id_jag, separated by spaces")
      .option("--nonce <text>", "nonce of an id_token, from the authorization request")
      .option("--platform <name>", "platform of a workload token: plain, kubernetes, github_actions, spiffe")
      .option("--lifetime <seconds>", "lifetime of the token (default: 300)")
      .option("--algorithm <name>", "signing algorithm: RS256 or ES256 (default: RS256)")
      .option("--issuer <name>", "issuer of the token, if not the provider: for a client assertion, the client id")
      .option("--defect <name>", "defect to add (see sallyport identities get); repeatable", collect)
      .option("--without <claim>", "claim to leave out; repeatable", collect);
    addServerOption(command);
  },
  examples: [
    "sallyport identities issue id_jag --client my-client --resource http://localhost:4457/mcp --scope demo:read",
    "sallyport identities issue workload --platform kubernetes",
    "sallyport identities issue id_jag --client my-client --defect expired",
  ],
  input: z.strictObject({
    kind: z.string(),
    subject: z.string().optional(),
    audience: list,
    client: z.string().optional(),
    resource: list,
    scope: z.string().optional(),
    nonce: z.string().optional(),
    platform: z.string().optional(),
    lifetime: wholeSeconds,
    algorithm: z.string().optional(),
    issuer: z.string().optional(),
    defect: list,
    without: list,
    server,
  }),
  async run({ server: to, client: clientId, lifetime: lifetimeSeconds, defect: defects, ...rest }, json) {
    const lists = { audience: oneOrMore(rest.audience), resource: oneOrMore(rest.resource) };
    const input = { ...rest, ...lists, clientId, lifetimeSeconds, defects };
    const answer = await mutate({ server: to, procedure: "identities.issue", input });
    if (json) printJson(answer);
    else print(issued.parse(answer).token);
  },
});

/** A single value is no list: servers differ in what they take. */
function oneOrMore(values: readonly string[] | undefined): string | readonly string[] | undefined {
  return values?.length === 1 ? values[0] : values;
}
