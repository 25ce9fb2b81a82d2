import type { RowId } from "../../ports/store.ts";

/** Which of the last grants have not been used yet. */
export interface FirstUse {
  expect(grantId: RowId): void;
  /** Whether this is the first use since `expect`. */
  isFirst(grantId: RowId): boolean;
}

const maxExpected = 1_000;

export function createFirstUse(): FirstUse {
  const expected = new Set<RowId>();
  return {
    expect(grantId) {
      const [oldest] = expected.size < maxExpected ? [] : expected;
      if (oldest !== undefined) expected.delete(oldest);
      expected.add(grantId);
    },
    isFirst: (grantId) => expected.delete(grantId),
  };
}
