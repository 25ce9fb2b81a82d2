const memorySection = 5;
const headerBytes = 8;
const pageBytes = 65_536;

/**
 * The module with a maximum for its memory, which compilers leave out: growing beyond it fails inside the module
 * (WebAssembly Core Specification, sections 5.5.8 and 5.3.11). Other sections stay byte for byte.
 * @param maxBytes rounded down to whole pages of 64 KiB
 * @throws Error when the module has no memory of its own, or more than that from the start
 */
export function limitMemory(module: Uint8Array, maxBytes: number): Uint8Array {
  const section = findSection(module, memorySection);
  const limits = section && readMemory(module, section.start);
  const maxPages = Math.floor(maxBytes / pageBytes);
  if (section === undefined || limits === undefined) throw new Error("the module has no memory of its own");
  if (limits.minPages > maxPages)
    throw new Error(`the module needs ${limits.minPages * pageBytes} bytes from the start`);
  const content = [1, 1, ...toLeb128(limits.minPages), ...toLeb128(maxPages)];
  const replaced = Uint8Array.of(memorySection, ...toLeb128(content.length), ...content);
  return Buffer.concat([module.subarray(0, section.begin), replaced, module.subarray(section.end)]);
}

interface Section {
  /** Of its id. */
  begin: number;
  /** Of its content. */
  start: number;
  end: number;
}

function findSection(module: Uint8Array, wanted: number): Section | undefined {
  for (let begin = headerBytes; begin < module.length;) {
    const { value: length, next: start } = readLeb128(module, begin + 1);
    const end = start + length;
    if (module[begin] === wanted) return { begin, start, end };
    begin = end;
  }
  return undefined;
}

/** One memory, with or without a maximum; undefined for several or shared ones. */
function readMemory(module: Uint8Array, start: number): { minPages: number } | undefined {
  const count = readLeb128(module, start);
  const flags = module[count.next];
  if (count.value !== 1 || (flags !== 0 && flags !== 1)) return undefined;
  return { minPages: readLeb128(module, count.next + 1).value };
}

/** Unsigned, at most 32 bits (section 5.2.2). */
function readLeb128(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[at + index] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  throw new Error("the module is malformed");
}

function toLeb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...toLeb128(Math.floor(value / 0x80))];
}
