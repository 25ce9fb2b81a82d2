/** The HTTP request that is being served. */
export interface RequestOrigin {
  requestId: string;
  /** The caller's, after trusted proxies. */
  address: string | undefined;
}
