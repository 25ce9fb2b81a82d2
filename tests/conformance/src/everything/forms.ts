/** Forms that the official conformance tool wants to be asked to fill in. */

export const personForm = {
  type: "object" as const,
  properties: {
    username: { type: "string" as const, description: "User's response" },
    email: { type: "string" as const, description: "User's email address" },
  },
  required: ["username", "email"],
};

export const defaultsForm = {
  type: "object" as const,
  properties: {
    name: { type: "string" as const, default: "John Doe" },
    age: { type: "integer" as const, default: 30 },
    score: { type: "number" as const, default: 95.5 },
    status: { type: "string" as const, enum: ["active", "inactive", "pending"], default: "active" },
    verified: { type: "boolean" as const, default: true },
  },
};

const options = ["option1", "option2", "option3"];

function titled(...titles: readonly string[]) {
  return titles.map((title, index) => ({ const: `value${index + 1}`, title }));
}

export const choicesForm = {
  type: "object" as const,
  properties: {
    untitledSingle: { type: "string" as const, enum: options },
    titledSingle: { type: "string" as const, oneOf: titled("First Option", "Second Option", "Third Option") },
    legacyEnum: {
      type: "string" as const,
      enum: ["opt1", "opt2", "opt3"],
      enumNames: ["Option One", "Option Two", "Option Three"],
    },
    untitledMulti: { type: "array" as const, items: { type: "string" as const, enum: options } },
    titledMulti: {
      type: "array" as const,
      items: { anyOf: titled("First Choice", "Second Choice", "Third Choice") },
    },
  },
};
