/** A deep copy of plain data that nobody can change any more: rows are shared, never edited in place. */
export function frozenCopy<Row>(row: Row): Row {
  return freeze(structuredClone(row));
}

/** Freezes plain data in depth; bytes cannot be frozen. */
export function freeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
