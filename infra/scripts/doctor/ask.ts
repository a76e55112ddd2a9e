/** What came back, and after how long. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly contentType: string;
  readonly milliseconds: number;
}

/** No answer; what was wrong with the way there, in words. */
export interface NoAnswer {
  readonly fault: string;
  readonly code: string;
}

export interface Question {
  readonly method?: 'GET' | 'POST';
  readonly key?: string | undefined;
  readonly json?: unknown;
  readonly timeoutMs?: number;
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be looked up just now',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  TimeoutError: 'no answer in time',
};

/** One request, redirects not followed. Faults are answers, too. */
export async function ask(url: string, question: Question = {}): Promise<Answer | NoAnswer> {
  const { method = 'GET', key, json, timeoutMs = 30_000 } = question;
  const startedAt = performance.now();
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...(key !== undefined && { 'x-functions-key': key }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      contentType: response.headers.get('content-type') ?? '',
      milliseconds: Math.round(performance.now() - startedAt),
    };
  } catch (error) {
    const code = codeOf(error);
    return { code, fault: FAULTS[code] ?? (isCertificate(code) ? `its certificate is not accepted (${code})` : code) };
  }
}

export function isAnswer(answer: Answer | NoAnswer): answer is Answer {
  return 'status' in answer;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}

function isCertificate(code: string): boolean {
  return /CERT|SSL|TLS|SIGNATURE|ISSUER/.test(code);
}
