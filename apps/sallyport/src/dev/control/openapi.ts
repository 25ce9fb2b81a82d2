import type { AnyTRPCProcedure } from "@trpc/server";
import { z } from "zod";
import { version } from "../../assets/version.ts";
import { type About, controlRouter } from "./router.ts";

/** By its path: `clock.advance`. The type of the router has nouns and verbs, its value their names in one. */
export const procedures = controlRouter._def.procedures as unknown as Readonly<Record<string, AnyTRPCProcedure>>;

/** The control API as an OpenAPI 3.1 document, made of what the procedures themselves read and answer. */
export function describeApi(adminUrl: string): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "Control API of sallyport dev",
      version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "Steers a development server: people, tokens, time, faults. It has no secret, answers on the machine that it " +
        "runs on, and to no page of another origin. An input in a query is JSON, and so is every body.",
    },
    servers: [{ url: `${adminUrl}/dev/control` }],
    security: [],
    paths: Object.fromEntries(
      Object.entries(procedures).map(([name, { _def: procedure }]) => [`/${name}`, describePath(name, procedure)]),
    ),
    components: { schemas: { Refusal: schemaOf(refusal, "output") } },
  };
}

const refusal = z.object({
  error: z.object({
    message: z.string().describe("What is wrong, for a person"),
    data: z.object({ code: z.string().describe("Stable, as BAD_REQUEST"), httpStatus: z.int() }),
  }),
});

function describePath(name: string, { type, meta }: AnyTRPCProcedure["_def"]): object {
  // Every procedure is made by `define`.
  const { summary, input, output } = meta as About;
  const [tag = ""] = name.split(".", 1);
  const answer = z.object({ result: z.object({ data: output }) });
  const operation = {
    operationId: name,
    summary,
    tags: [tag],
    responses: {
      200: { description: "Done", content: json(schemaOf(answer, "output")) },
      default: { description: "Refused, and nothing changed", content: json({ $ref: "#/components/schemas/Refusal" }) },
    },
  };
  const isOptional = input.safeParse(undefined).success;
  const content = json(schemaOf(input, "input"));
  if (type === "mutation") return { post: { ...operation, requestBody: { content, required: true } } };
  return { get: { ...operation, parameters: [{ name: "input", in: "query", required: !isOptional, content }] } };
}

function json(schema: object): object {
  return { "application/json": { schema } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => simplify(jsonSchema, io),
  });
  return rest;
}

function simplify(schema: z.core.JSONSchema.BaseSchema, io: "input" | "output"): void {
  // OpenAPI means something else by it.
  delete schema.readOnly;
  // Answers may gain members.
  if (io === "output") delete schema.additionalProperties;
  // Every whole number has these.
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
