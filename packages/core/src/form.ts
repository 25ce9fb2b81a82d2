import { refuse } from "./refusals/refuse.ts";

/** Parameters of one request; each name once, but for `resource` (RFC 8707 section 2). */
export interface Form {
  /** The value, or undefined when absent or empty (RFC 6749 section 3.1: empty counts as omitted). */
  get(name: string): string | undefined;
  /** Every value of the one name that may repeat. */
  resources(): readonly string[];
  /** The names that were sent more than once although they must not. */
  repeated(): readonly string[];
  has(name: string): boolean;
}

const repeatable = "resource";
const maxParameters = 300;

/**
 * Parses `application/x-www-form-urlencoded` text.
 * @throws InvalidRequestError when there are more than 300 parameters
 */
export function parseForm(text: string): Form {
  const values = new Map<string, string>();
  const repeated: string[] = [];
  const resources: string[] = [];
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1;
    if (count > maxParameters) {
      throw refuse("too_many_parameters");
    }
    if (name === repeatable) {
      if (value !== "") resources.push(value);
      continue;
    }
    if (values.has(name)) repeated.push(name);
    values.set(name, value);
  }
  return {
    get: (name) => values.get(name) || undefined,
    resources: () => resources,
    repeated: () => repeated,
    has: (name) => values.has(name),
  };
}

export const formType = "application/x-www-form-urlencoded";

/**
 * The form in a request's body (RFC 6749 section 3.2): the type must be right (a UTF-8 charset is
 * tolerated) and no name may stand twice.
 * @throws InvalidRequestError otherwise
 */
export function readForm(request: { contentType: string | undefined; body: string }): Form {
  const [type, ...parameters] = (request.contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const isUtf8 = parameters.every((part) => !part.startsWith("charset=") || /^charset="?utf-8"?$/.test(part));
  if (type !== formType || !isUtf8) {
    const detail = { received: { content_type: request.contentType ?? "" }, registered: { content_type: formType } };
    throw refuse("content_type", { detail });
  }
  const form = parseForm(request.body);
  refuseRepeated(form);
  return form;
}

/** @throws InvalidRequestError when a parameter stands twice (RFC 6749 sections 3.1 and 3.2) */
export function refuseRepeated(form: Form): void {
  const [name] = form.repeated();
  if (name !== undefined) {
    const detail = { received: { repeated: form.repeated() } };
    throw refuse("repeated_parameter", { detail });
  }
}
