/**
 * Whether the caller is a program that wants JSON rather than a page: it names a JSON type, and gives it
 * more weight than HTML. Wildcards mean no more than "whatever".
 */
export function prefersJson(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const weights = new Map(accept.split(",").map(readRange));
  return (weights.get("application/json") ?? 0) > (weights.get("text/html") ?? 0);
}

function readRange(range: string): [type: string, weight: number] {
  const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return [type, Number.isNaN(weight) ? 0 : weight];
}
