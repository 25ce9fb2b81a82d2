import type { Random } from "../../random.ts";

/** Crockford's alphabet: nothing in it is mistaken for something else, also when it is read out. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const prefix = "err_";
const bits = 40;
const bitsPerCharacter = 5;

/** A new id of a refused request; says nothing and cannot be guessed. */
export function createErrorId(random: Random): string {
  let value = random.bytes(bits / 8).readUIntBE(0, bits / 8);
  let text = "";
  for (let index = 0; index < bits / bitsPerCharacter; index += 1) {
    text = (alphabet[value % alphabet.length] ?? "") + text;
    value = Math.floor(value / alphabet.length);
  }
  return prefix + text;
}

/** The id as a person copied or heard it, in its own spelling; undefined when it can be none. */
export function readErrorId(text: string): string | undefined {
  const body = text
    .trim()
    .toLowerCase()
    .replace(/^err[ _-]?/, "")
    .replaceAll(/[ -]/g, "")
    .replaceAll("o", "0")
    .replaceAll(/[il]/g, "1");
  return /^[0-9a-hjkmnp-tv-z]{8}$/.test(body) ? prefix + body : undefined;
}
