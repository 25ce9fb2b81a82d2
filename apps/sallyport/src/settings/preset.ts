import { type Config, defaultConfig } from "@sallyport/core";
import type { Settings } from "./table.ts";

/** Where the endpoints stand below the issuer: a preset may know another place. */
export function pathPrefixOf(preset: Settings["preset"]): Config["pathPrefix"] {
  return preset === "fastapi-module" ? "/api/v1/oauth/provider" : defaultConfig.pathPrefix;
}
