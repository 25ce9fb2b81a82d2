import type { Client } from "../ports/store.ts";

const maxLength = 80;

/** A name that a stranger chose is shown without control and direction characters, and not longer than a line. */
export function shownName(name: string): string {
  const shown = name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").slice(0, maxLength);
  return shown.trim() === "" ? "Unnamed application" : shown;
}

/** The host of the document that describes the client, which vouches for its name. */
export function documentHostOf({ provenance, id }: Pick<Client, "provenance" | "id">): string | undefined {
  return provenance === "document" ? new URL(id).host : undefined;
}
