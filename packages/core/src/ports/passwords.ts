/** Hashes passwords off the event loop (argon2id); rejects with `StoreUnavailableError` when its queue is full. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Hashes of other systems too; one that it cannot check matches nothing. */
  verify(hash: string, password: string): Promise<boolean>;
  /** Whether it is among the passwords that attackers try first (NIST SP 800-63B section 3.1.1.2). */
  isCommon(password: string): Promise<boolean>;
  /** Whether `verify` can check it: its form is known, and it does not cost too much. */
  canVerify(hash: string): boolean;
  /** Whether `hash` would make it alike; else the password is worth hashing anew. */
  isCurrent(hash: string): boolean;
}
