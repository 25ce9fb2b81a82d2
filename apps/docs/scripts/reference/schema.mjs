import { z } from "zod";

const width = 90;

/** What goes into a procedure and comes out, as far as schemas say so. */
export function shapesOf({ _def: { inputs, output } }) {
  return [
    ...inputs.map((schema) => `input: ${describe(schema, "input")}`),
    ...(output === undefined ? [] : [`output: ${describe(output, "output")}`]),
  ].join("\n\n");
}

function describe(schema, io) {
  return describeSchema(
    z.toJSONSchema(schema, {
      io,
      unrepresentable: "any",
      override({ zodSchema, jsonSchema }) {
        if (zodSchema._zod.def.type === "date") jsonSchema.type = "Date";
        if (zodSchema._zod.def.type === "void") jsonSchema.type = "void";
      },
    }),
  );
}

/** A JSON schema in the words of TypeScript: `{ clientId: string; limit?: number }`. */
function describeSchema(schema, indent = "") {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map((one) => describeSchema(one, indent)))].join(" | ");
  if (schema.allOf !== undefined) return schema.allOf.map((one) => describeSchema(one, indent)).join(" & ");
  return describeType(schema, indent);
}

function describeType(schema, indent) {
  const { type } = schema;
  if (type === "array") return arrayOf(describeSchema(schema.items ?? {}, indent));
  if (type === "object") return describeObject(schema, indent);
  if (type === "integer") return "number";
  return type ?? "unknown";
}

function arrayOf(item) {
  return /^(\w+|\{.*\})$/s.test(item) ? `${item}[]` : `(${item})[]`;
}

function describeObject({ properties = {}, required = [], additionalProperties }, indent) {
  const deeper = `${indent}  `;
  const members = Object.entries(properties).map(
    ([name, member]) => `${name}${required.includes(name) ? "" : "?"}: ${describeSchema(member, deeper)}`,
  );
  const isOpen = typeof additionalProperties === "object" && Object.keys(additionalProperties).length > 0;
  if (isOpen) members.push(`[name: string]: ${describeSchema(additionalProperties, deeper)}`);
  if (members.length === 0) return "{}";
  const line = `{ ${members.join("; ")} }`;
  if (line.length <= width && !line.includes("\n")) return line;
  return `{\n${members.map((member) => `${deeper}${member};\n`).join("")}${indent}}`;
}
