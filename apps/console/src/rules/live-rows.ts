interface Row {
  /** Its position in the audit log. */
  sequence: number;
}

const maxRows = 500;

/** Adds a row: newest first, no duplicates, at most 500 rows. */
export function addRow<Its extends Row>(rows: readonly Its[], row: Its): readonly Its[] {
  const isKnown = rows.some(({ sequence }) => sequence === row.sequence);
  return isKnown ? rows : [row, ...rows].slice(0, maxRows);
}
