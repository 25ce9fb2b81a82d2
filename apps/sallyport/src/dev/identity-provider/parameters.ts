import { InvalidRequestError } from "@sallyport/core";

/** Of a query or form: each name once, but for `resource` (RFC 8707 section 2); an empty value counts as absent. */
export interface Parameters {
  get(name: string): string | undefined;
  all(name: string): readonly string[];
}

/** @throws InvalidRequestError when a parameter stands twice (RFC 6749 sections 3.1 and 3.2) */
export function readParameters(query: URLSearchParams): Parameters {
  const repeated = [...query.keys()].find((name) => name !== "resource" && query.getAll(name).length > 1);
  if (repeated !== undefined) {
    throw new InvalidRequestError("a parameter is repeated", { reason: "repeated_parameter" });
  }
  const all = (name: string): readonly string[] => query.getAll(name).filter((value) => value !== "");
  return { get: (name) => all(name)[0], all };
}
