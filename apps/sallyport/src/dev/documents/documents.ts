import { basename, resolve } from "node:path";
import { clientProfiles } from "@sallyport/profiles";
import { z } from "zod";
import { usageFailure } from "../../terminal/failure.ts";
import { readJsonFile } from "../../storage/json-file.ts";

/** A metadata document that dev will serve. */
export interface DocumentPlan {
  /** Its address ends in it. */
  name: string;
  /** Where the developer keeps it; absent: of a client that is known here. */
  file: string | undefined;
  /** Everything but `client_id`, as it is now. @throws Failure naming the file */
  read(): Readonly<Record<string, unknown>>;
}

/** A metadata document that dev serves: its address is the client's id. */
export interface HostedDocument extends DocumentPlan {
  url: string;
}

/** Where documents are, below the issuer. */
export const documentsPath = "/dev/clients/";

const membersSchema = z.record(z.string(), z.unknown());

/** What makers of known clients publish, and `files`. @throws Failure naming the file that is of no use */
export function planDocuments(files: readonly string[]): DocumentPlan[] {
  const documents = clientProfiles.flatMap(({ id, document }): DocumentPlan[] =>
    document === undefined ? [] : [{ name: id, file: undefined, read: () => document.members }],
  );
  for (const file of files) {
    const own = planOwn(file);
    const other = documents.find(({ name }) => name === own.name);
    if (other !== undefined) {
      const whose = other.file ?? "a client that is known here";
      throw usageFailure(`${file} would be at the address of ${whose}: give it another name`, "document");
    }
    own.read();
    documents.push(own);
  }
  return documents;
}

function planOwn(file: string): DocumentPlan {
  const name = basename(file).replace(/\.json$/i, "");
  if (!/^\w[\w.-]{0,99}$/.test(name)) {
    const message = `${file} becomes part of an address: its name may have letters, digits, dots, - and _ only`;
    throw usageFailure(message, "document");
  }
  const path = resolve(file);
  return { name, file, read: () => readMembers(path, file) };
}

function readMembers(path: string, file: string): Record<string, unknown> {
  const parsed = membersSchema.safeParse(readJsonFile(path, "document"));
  if (!parsed.success) throw usageFailure(`${file} is not a JSON object`, "document");
  const { client_id: _elsewhere, ...members } = parsed.data;
  return members;
}

/** At their addresses below the issuer. */
export function hostDocuments(documents: readonly DocumentPlan[], issuer: string): HostedDocument[] {
  return documents.map((document) => ({ ...document, url: `${issuer}${documentsPath}${document.name}.json` }));
}

/** The document, which states the address that it is at. */
export function writeDocument(document: HostedDocument): string {
  return JSON.stringify({ client_id: document.url, ...document.read() });
}
