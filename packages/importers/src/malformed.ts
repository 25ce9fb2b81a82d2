import type { z } from "zod";

/** The file is not what it was said to be: nothing of it may be taken in. The message names the place. */
export class MalformedFileError extends Error {}

/** The text as JSON. @throws MalformedFileError */
export function parseJson(text: string, place = "the file"): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MalformedFileError(`${place} is not JSON: ${reason}`);
  }
}

/** The value in the form that the system writes. @throws MalformedFileError naming the member at fault */
export function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown, place: string): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new MalformedFileError(`${placeOf(place, issue?.path ?? [])}: ${issue?.message ?? "cannot be read"}`);
}

/** `clients[2].redirect_uris[0]` */
function placeOf(start: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (whole, part) =>
      typeof part === "number" ? `${whole}[${part}]` : whole === "" ? String(part) : `${whole}.${String(part)}`,
    start,
  );
}
