import { chatgpt } from "./chatgpt.ts";
import { claudeCode } from "./claude-code.ts";
import { claudeWeb } from "./claude-web.ts";
import type { ClientProfile } from "./client-profile.ts";
import { codex } from "./codex.ts";
import { cursor } from "./cursor.ts";
import { inspector } from "./inspector.ts";
import { lmStudio } from "./lm-studio.ts";
import { mcpRemote } from "./mcp-remote.ts";
import { opencode } from "./opencode.ts";
import { pythonSdk } from "./python-sdk.ts";
import { typescriptSdk1 } from "./typescript-sdk-1.ts";
import { typescriptSdk2 } from "./typescript-sdk-2.ts";
import { vsCode } from "./vs-code.ts";

/** Every known MCP client: for the doctor, the console, the documentation and the tests. */
export const clientProfiles: readonly ClientProfile[] = [
  claudeCode,
  claudeWeb,
  chatgpt,
  vsCode,
  cursor,
  codex,
  opencode,
  inspector,
  mcpRemote,
  lmStudio,
  typescriptSdk1,
  typescriptSdk2,
  pythonSdk,
];
