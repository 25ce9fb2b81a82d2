import { HttpRefusal } from "./refusal.ts";
import { readBody, type RequestContext } from "./request-context.ts";

/** The one field of our forms that may stand several times. */
const repeatable = "scope";

/**
 * The fields of one of our own forms, for a schema to judge: `scope` as a list, every other name as a
 * text, or as undefined when it stands twice.
 */
export async function readFields(context: RequestContext): Promise<unknown> {
  const type = context.request.headers["content-type"] ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) throw new HttpRefusal("form_expected");
  const form = new URLSearchParams(await readBody(context));
  const names = [...new Set(form.keys())].filter((name) => name !== repeatable);
  const fields = names.map((name) => [name, only(form.getAll(name))] as const);
  return { ...Object.fromEntries(fields), [repeatable]: form.getAll(repeatable) };
}

function only(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined;
}
