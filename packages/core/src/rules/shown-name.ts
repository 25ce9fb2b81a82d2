import type { Client } from "../ports/store.ts";

const maxLength = 80;

/** Control, direction, private and unassigned characters, and blanks that Unicode counts as symbols. */
const invisible = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** A name that a stranger chose is shown without invisible characters, and not longer than a line. */
export function shownName(name: string): string {
  const shown = name.replaceAll(invisible, "").slice(0, maxLength);
  return visible.test(shown) ? shown : "Unnamed application";
}

/** The host of the document that describes the client, which vouches for its name. */
export function documentHostOf({ provenance, id }: Pick<Client, "provenance" | "id">): string | undefined {
  return provenance === "document" ? new URL(id).host : undefined;
}
