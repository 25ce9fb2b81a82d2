import { completable, McpServer, ResourceTemplate, type ServerNotifier } from "@modelcontextprotocol/server";
import { z } from "zod";
import { addAskingTools, states } from "./asking-tools.ts";
import { completions, plainResources, plainTools, prompts, readTemplate, template, textOf } from "./contents.ts";

/** What the official conformance tool asks a server of 2026-07-28 for; one for each request. */
export function createStatelessServer(notifier: ServerNotifier): McpServer {
  const server = new McpServer(
    { name: "everything", version: "1.0.0" },
    {
      capabilities: { logging: {}, tools: { listChanged: true }, prompts: { listChanged: true } },
      requestState: { verify: (state, context) => states.verify(state, context) },
    },
  );
  for (const [name, content] of Object.entries(plainTools)) {
    server.registerTool(name, { description: name }, () => ({ content }));
  }
  addTellingTools(server);
  addChangingTools(server, notifier);
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
  server.registerTool("test_logging_tool", { description: "Logs" }, async ({ mcpReq }) => {
    await mcpReq.log("info", "Tool execution started");
    return { content: [textOf("Logged.")] };
  });
  server.registerTool("test_tool_with_progress", { description: "Progresses" }, async ({ mcpReq }) => {
    const { progressToken } = mcpReq._meta ?? {};
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      const params = { progressToken: progressToken ?? "", progress, total: 100 };
      await mcpReq.notify({ method: "notifications/progress", params });
    }
    return { content: [textOf("Done.")] };
  });
  const inputSchema = z.object({ region: z.string().meta({ "x-mcp-header": "Region" }) });
  server.registerTool("test_header", { description: "Has an argument in a header", inputSchema }, ({ region }) => ({
    content: [textOf(region)],
  }));
}

/** Tools that say that something of the server has changed. */
function addChangingTools(server: McpServer, notifier: ServerNotifier): void {
  const changed = { content: [textOf("Changed.")] };
  server.registerTool("test_trigger_tool_change", { description: "Changes its tools" }, () => {
    notifier.toolsChanged();
    return changed;
  });
  server.registerTool("test_trigger_prompt_change", { description: "Changes its prompts" }, () => {
    notifier.promptsChanged();
    return changed;
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
}

function addPrompts(server: McpServer): void {
  server.registerPrompt("test_simple_prompt", { description: "Simple" }, () => prompts.simple);
  server.registerPrompt("test_prompt_with_image", { description: "With an image" }, () => prompts.withImage);
  const arg1 = completable(z.string(), (begun) => completions.filter((one) => one.startsWith(begun)));
  server.registerPrompt(
    "test_prompt_with_arguments",
    { description: "With two arguments", argsSchema: z.object({ arg1, arg2: z.string() }) },
    (given) => prompts.withArguments(given.arg1, given.arg2),
  );
  server.registerPrompt(
    "test_prompt_with_embedded_resource",
    { description: "With a resource", argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) => prompts.withResource(resourceUri),
  );
}
