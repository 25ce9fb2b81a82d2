/** Consonants that are hard to mistake for each other, and make no words (RFC 8628 section 6.1). */
const alphabet = "BCDFGHJKLMNPQRSTVWXZ";
const length = 8;
/** Bytes from here on would make the first letters likelier. */
const fairBelow = 240;

const pattern = new RegExp(`^[${alphabet}]{${length}}$`);

/** 34.5 random bits as a person types them: `WDJB-MJHT`. `bytes` gives as many random bytes as it is asked for. */
export function createUserCode(bytes: (count: number) => Uint8Array): string {
  let letters = "";
  while (letters.length < length) {
    for (const byte of bytes(2 * length)) {
      if (byte < fairBelow && letters.length < length) letters += alphabet.charAt(byte % alphabet.length);
    }
  }
  return format(letters);
}

/** What was typed, in the one spelling: case, dashes and blanks do not matter. Undefined when it can be no code. */
export function parseUserCode(typed: string): string | undefined {
  if (typed.length > 64) return undefined;
  const letters = typed.replaceAll(/[\s\p{Pd}]/gu, "").toUpperCase();
  return pattern.test(letters) ? format(letters) : undefined;
}

function format(letters: string): string {
  return `${letters.slice(0, length / 2)}-${letters.slice(length / 2)}`;
}
