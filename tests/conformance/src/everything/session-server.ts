import { completable } from "@modelcontextprotocol/sdk/server/completable.js";
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  CreateMessageResultSchema,
  type ElicitRequestFormParams,
  ElicitResultSchema,
  type ServerNotification,
  type ServerRequest,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { completions, plainResources, plainTools, prompts, readTemplate, template, textOf } from "./contents.ts";
import { choicesForm, defaultsForm, personForm } from "./forms.ts";

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

const capabilities = { logging: {}, resources: { subscribe: true } };

/** What the official conformance tool asks a server of 2025-11-25 for; one for each session. */
export function createSessionServer(): McpServer {
  const server = new McpServer({ name: "everything", version: "1.0.0" }, { capabilities });
  for (const [name, content] of Object.entries(plainTools)) {
    server.registerTool(name, { description: name }, () => ({ content }));
  }
  addTellingTools(server);
  addAskingTools(server);
  addResources(server);
  addPrompts(server);
  return server;
}

/** Tools that tell what they do while they do it, or go wrong. */
function addTellingTools(server: McpServer): void {
  server.registerTool("test_error_handling", { description: "Goes wrong" }, () => {
    throw new Error("This tool intentionally returns an error for testing");
  });
  server.registerTool("test_tool_with_logging", { description: "Logs" }, async ({ sendNotification }) => {
    for (const data of ["Tool execution started", "Tool processing data", "Tool execution completed"]) {
      await sendNotification({ method: "notifications/message", params: { level: "info", data } });
    }
    return { content: [textOf("Logged.")] };
  });
  server.registerTool("test_tool_with_progress", { description: "Progresses" }, async ({ _meta, sendNotification }) => {
    const { progressToken } = _meta ?? {};
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      const params = { progressToken: progressToken ?? "", progress, total: 100 };
      await sendNotification({ method: "notifications/progress", params });
    }
    return { content: [textOf("Done.")] };
  });
  server.registerTool("test_reconnection", { description: "Cuts its stream, and goes on" }, ({ closeSSEStream }) => {
    closeSSEStream?.();
    return { content: [textOf("You came back.")] };
  });
}

/** Tools that ask the client back. */
function addAskingTools(server: McpServer): void {
  const ask = async ({ sendRequest }: Extra, message: string, form: ElicitRequestFormParams["requestedSchema"]) => {
    const params = { mode: "form" as const, message, requestedSchema: form };
    const { action, content } = await sendRequest({ method: "elicitation/create", params }, ElicitResultSchema);
    return { content: [textOf(`Elicitation completed: action=${action}, content=${JSON.stringify(content)}`)] };
  };
  const message = { message: z.string() };
  server.registerTool("test_elicitation", { description: "Asks who", inputSchema: message }, (input, extra) =>
    ask(extra, input.message, personForm),
  );
  server.registerTool("test_elicitation_sep1034_defaults", { description: "Proposes answers" }, (extra) =>
    ask(extra, "Is this right?", defaultsForm),
  );
  server.registerTool("test_elicitation_sep1330_enums", { description: "Offers choices" }, (extra) =>
    ask(extra, "Which?", choicesForm),
  );
  const prompt = { prompt: z.string() };
  server.registerTool("test_sampling", { description: "Asks a model", inputSchema: prompt }, async (input, extra) => {
    const messages = [{ role: "user" as const, content: textOf(input.prompt) }];
    const request = { method: "sampling/createMessage" as const, params: { messages, maxTokens: 100 } };
    const { content } = await extra.sendRequest(request, CreateMessageResultSchema);
    return { content: [textOf(`LLM response: ${JSON.stringify(content)}`)] };
  });
}

function addResources(server: McpServer): void {
  for (const [uri, contents] of Object.entries(plainResources)) {
    server.registerResource(uri, uri, { description: uri }, () => ({ contents: [{ uri, ...contents }] }));
  }
  const known = new ResourceTemplate(template, { list: undefined });
  server.registerResource("template", known, { description: "By number" }, (uri, { id }) =>
    readTemplate(uri, String(id)),
  );
  server.server.setRequestHandler(SubscribeRequestSchema, () => ({}));
  server.server.setRequestHandler(UnsubscribeRequestSchema, () => ({}));
}

function addPrompts(server: McpServer): void {
  server.registerPrompt("test_simple_prompt", { description: "Simple" }, () => prompts.simple);
  server.registerPrompt("test_prompt_with_image", { description: "With an image" }, () => prompts.withImage);
  const arg1 = completable(z.string(), (begun) => completions.filter((one) => one.startsWith(begun)));
  server.registerPrompt(
    "test_prompt_with_arguments",
    { description: "With two arguments", argsSchema: { arg1, arg2: z.string() } },
    (given) => prompts.withArguments(given.arg1, given.arg2),
  );
  server.registerPrompt(
    "test_prompt_with_embedded_resource",
    { description: "With a resource", argsSchema: { resourceUri: z.string() } },
    ({ resourceUri }) => prompts.withResource(resourceUri),
  );
}
