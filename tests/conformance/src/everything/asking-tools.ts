import { randomBytes } from "node:crypto";
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequests,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { prompts, textOf } from "./contents.ts";

/** Where a call of several rounds has got to, sealed. */
export const states = createRequestStateCodec<string>({ key: randomBytes(32) });

const questions = {
  name: askFor("What is your name?", "name"),
  color: askFor("What is your favorite color?", "color"),
  context: askFor("What context should the prompt use?", "context"),
  confirmation: askFor("Please confirm", "ok"),
};

function askFor(message: string, field: string) {
  const properties = { [field]: { type: "string" as const } };
  return inputRequired.elicit({ message, requestedSchema: { type: "object", properties, required: [field] } });
}

function askModel(question: string) {
  const messages = [{ role: "user" as const, content: textOf(question) }];
  return inputRequired.createMessage({ messages, maxTokens: 100 });
}

/** What the client is to answer before the call is done, by the tool. */
const asked: Readonly<Record<string, InputRequests>> = {
  test_streaming_elicitation: { user_name: questions.name },
  test_input_required_result_sampling: { capital_question: askModel("What is the capital of France?") },
  test_missing_capability: { capital_question: askModel("What is the capital of France?") },
  test_input_required_result_list_roots: { client_roots: inputRequired.listRoots() },
};

/** The same, with a state that the client has to bring back. */
const askedWithState: Readonly<Record<string, InputRequests>> = {
  test_input_required_result_request_state: { confirm: questions.confirmation },
  test_input_required_result_tampered_state: { confirm: questions.confirmation },
  test_input_required_result_multiple_inputs: {
    user_name: questions.name,
    greeting: askModel("Generate a greeting"),
    client_roots: inputRequired.listRoots(),
  },
};

/** Tools and a prompt that ask the client back by their answer. */
export function addAskingTools(server: McpServer): void {
  for (const [name, inputRequests] of Object.entries(asked)) {
    server.registerTool(name, { description: "Asks" }, (context) =>
      isAnswered(context, inputRequests) ? tellAnswers(context) : inputRequired({ inputRequests }),
    );
  }
  for (const [name, inputRequests] of Object.entries(askedWithState)) {
    server.registerTool(name, { description: "Asks, and remembers" }, async (context) =>
      context.mcpReq.requestState() === name && isAnswered(context, inputRequests)
        ? tellAnswers(context)
        : inputRequired({ inputRequests, requestState: await states.mint(name) }),
    );
  }
  addElicitation(server);
  addRounds(server);
  addByCapability(server);
  const ask = { user_context: questions.context };
  server.registerPrompt("test_input_required_result_prompt", { description: "Asks" }, (context) =>
    isAnswered(context, ask) ? prompts.simple : inputRequired({ inputRequests: ask }),
  );
}

function isAnswered({ mcpReq }: ServerContext, inputRequests: InputRequests): boolean {
  return Object.keys(inputRequests).every((key) => inputResponse(mcpReq.inputResponses, key).kind !== "missing");
}

function tellAnswers({ mcpReq }: ServerContext) {
  return { content: [textOf(`state-ok ${JSON.stringify(mcpReq.inputResponses)}`)] };
}

/** Answers that do not fit are asked for again. */
function addElicitation(server: McpServer): void {
  const name = "test_input_required_result_elicitation";
  server.registerTool(name, { description: "Asks for a name" }, ({ mcpReq }) => {
    const answer = acceptedContent(mcpReq.inputResponses, "user_name", z.object({ name: z.string() }));
    if (answer === undefined) return inputRequired({ inputRequests: { user_name: questions.name } });
    return { content: [textOf(`Hello, ${answer.name}!`)] };
  });
}

function addRounds(server: McpServer): void {
  const name = "test_input_required_result_multi_round";
  const rounds: readonly InputRequests[] = [{ step1: questions.name }, { step2: questions.color }];
  server.registerTool(name, { description: "Asks twice" }, async (context) => {
    const done = Number(context.mcpReq.requestState<string>() ?? "0");
    const inputRequests = rounds[done];
    if (inputRequests === undefined) return tellAnswers(context);
    return inputRequired({ inputRequests, requestState: await states.mint(String(done + 1)) });
  });
}

const declared = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z.object({ elicitation: z.unknown().optional(), sampling: z.unknown().optional() }),
});

/** What the client says it can do, beside the request. */
function readCapabilities({ envelope }: ServerContext["mcpReq"]): { elicitation?: unknown; sampling?: unknown } {
  return declared.parse(envelope)[CLIENT_CAPABILITIES_META_KEY];
}

/** Asks in the ways that the client says it knows, and no others. */
function addByCapability(server: McpServer): void {
  const name = "test_input_required_result_capabilities";
  server.registerTool(name, { description: "Asks as it can" }, ({ mcpReq }) => {
    const { elicitation, sampling } = readCapabilities(mcpReq);
    return inputRequired({
      inputRequests: {
        ...(elicitation === undefined ? {} : { user_name: questions.name }),
        ...(sampling === undefined ? {} : { greeting: askModel("Generate a greeting") }),
      },
    });
  });
}
