import { assets } from "#assets";
import manifest from "../../package.json" with { type: "json" };

/** Of the program. */
export const { version } = manifest;

/** What exactly runs. */
export interface Version {
  version: string;
  commit: string | undefined;
  node: string;
  sqlite: string;
}

export async function readVersion(): Promise<Version> {
  const { readSqliteVersion } = await import("@sallyport/core/stores/sqlite");
  return {
    version,
    commit: assets.readCommit(),
    node: process.versions.node,
    sqlite: readSqliteVersion(assets.openSqlite().nativeBinding),
  };
}

/** In one line. */
export function formatVersion({ version, commit = "unknown", node, sqlite }: Version): string {
  return `sallyport ${version} (commit ${commit}, Node ${node}, SQLite ${sqlite})`;
}
