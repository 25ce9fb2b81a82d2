export { importers } from "./all.ts";
export type { Importer } from "./importer.ts";
export { MalformedFileError } from "./malformed.ts";
