/**
 * What OAuth answers when something is wrong, at an endpoint or by redirect.
 * @example
 * ```ts
 * import { OAuthFailure, startTestServer } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * try {
 *   await server.driver.run({ decision: "deny" });
 * } catch (error) {
 *   if (error instanceof OAuthFailure) console.log(error.error); // access_denied
 * }
 * ```
 */
export class OAuthFailure extends Error {
  override readonly name = "OAuthFailure";
  /** `invalid_grant`, `access_denied` … */
  readonly error: string;
  readonly description: string | undefined;
  /** Of HTTP; undefined when it came by redirect. */
  readonly status: number | undefined;

  constructor({ error, description, status }: { error: string; description?: string | undefined; status?: number }) {
    super(description === undefined ? error : `${error}: ${description}`);
    this.error = error;
    this.description = description;
    this.status = status;
  }
}
