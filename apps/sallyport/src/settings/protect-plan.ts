import { canonicalIssuer } from "@sallyport/core";
import { usageFailure } from "../terminal/failure.ts";
import { readJsonFile } from "../storage/json-file.ts";
import type { Settings } from "./table.ts";

/** Which MCP server gets OAuth before it. */
export interface ProtectPlan {
  /** Where it is. */
  upstream: string;
  /** Absent: the default of the command. */
  port: number | undefined;
  /** What the tools need, as it stands in `file`. */
  tools: { file: string; document: unknown } | undefined;
  /** Names of headers that pass in both directions, beside the usual ones. */
  forwardHeaders: readonly string[];
}

/** In production clients see another address than the one that is listened on. */
export interface PublicProtectPlan extends ProtectPlan {
  publicUrl: string;
}

/** @returns undefined when nothing is to be protected @throws Failure naming the setting at fault */
export function readProtect(settings: Settings): ProtectPlan | undefined {
  const { protect, protectUrl, protectPort: port, protectTools, forwardHeader } = settings;
  if (protect === undefined) {
    const others = { protectUrl, protectPort: port, protectTools, forwardHeader };
    const [stray] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
    if (stray !== undefined) throw usageFailure("there is nothing to protect: name the MCP server by --protect", stray);
    return undefined;
  }
  const upstream = checkEndpoint(protect, "--protect", "protect");
  const tools =
    protectTools === undefined
      ? undefined
      : { file: protectTools, document: readJsonFile(protectTools, "protectTools") };
  return { upstream, port, tools, forwardHeaders: forwardHeader ?? [] };
}

/** @returns undefined when nothing is to be protected @throws Failure naming the setting at fault */
export function readPublicProtect(settings: Settings): PublicProtectPlan | undefined {
  const plan = readProtect(settings);
  if (plan === undefined) return undefined;
  const { protectUrl } = settings;
  if (protectUrl === undefined) {
    throw usageFailure(
      "--protect-url is needed: the https URL of the protected endpoint as clients see it",
      "protectUrl",
    );
  }
  const publicUrl = checkEndpoint(protectUrl, "--protect-url", "protectUrl");
  const verdict = canonicalIssuer(new URL(publicUrl).origin);
  if (!verdict.ok || (verdict.issuer.startsWith("http:") && settings.allowHttpLoopback !== true)) {
    throw usageFailure(
      "--protect-url must be https; for a try on this machine add --allow-http-loopback",
      "protectUrl",
    );
  }
  return { ...plan, publicUrl };
}

function checkEndpoint(text: string, flag: string, field: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && url.username + url.password + url.search + url.hash === "";
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw usageFailure(`${flag} must be the http or https URL of an MCP endpoint: ${text}`, field);
  }
  return url.href;
}
