interface Row {
  /** Its place in the trail. */
  sequence: number;
}

const maxRows = 500;

/** The newest first, none twice, and not more than a page can show. */
export function addRow<Its extends Row>(rows: readonly Its[], row: Its): readonly Its[] {
  const isKnown = rows.some(({ sequence }) => sequence === row.sequence);
  return isKnown ? rows : [row, ...rows].slice(0, maxRows);
}
