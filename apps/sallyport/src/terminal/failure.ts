/** Exit codes of the program. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/** Something that the person at the terminal can put right: shown as one line, never with a stack. */
export class Failure extends Error {
  /** Stable, for scripts. */
  readonly code: string;
  readonly exitCode: number;
  /** The option or input member at fault. */
  readonly field: string | undefined;
  /** The result, which says more, was printed already. */
  readonly isReported: boolean;

  constructor(
    code: string,
    message: string,
    more: { usage?: boolean; field?: string | undefined; cause?: unknown; isReported?: boolean } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.exitCode = more.usage === true ? exitCodes.usage : exitCodes.failed;
    this.field = more.field;
    this.isReported = more.isReported ?? false;
  }
}

/** The program was called or set up wrongly. */
export function usageFailure(message: string, field?: string): Failure {
  return new Failure("usage", message, { usage: true, field });
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
