/** An answer on its way to the client. */
export interface HostResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Finished `Set-Cookie` values. */
  readonly cookies?: readonly string[];
  readonly body?: Uint8Array | string;
}

/** A request with its body read to the end. */
export interface HostRequest {
  readonly method: string;
  /** As received, with this server's own origin. */
  readonly url: URL;
  /** Lower-case names; repeated ones joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export function jsonResponse(status: number, value: unknown): HostResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

export function textResponse(status: number, body: string): HostResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
