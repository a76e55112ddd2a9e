import { ProvisioningError } from '../../errors/provisioningError.ts';

/** Code of the error for an answer that would fill the memory; a listing asks for a smaller page then. */
export const ANSWER_TOO_LARGE = 'AnswerTooLarge';

function tooLarge(maxBytes: number, isWrite: boolean): ProvisioningError {
  const message = `Slack's answer is larger than ${Math.round(maxBytes / 2 ** 20)} MB and was not read.`;
  return new ProvisioningError('retry', ANSWER_TOO_LARGE, message, { lostAnswer: isWrite });
}

/**
 * The body of an answer as text, with its size. Throws ProvisioningError `retry` with code `AnswerTooLarge` as soon as
 * more than `maxBytes` came, whatever the answer says about its length.
 */
export async function readAnswer(
  response: Response,
  maxBytes: number,
  isWrite: boolean,
): Promise<{ readonly body: string; readonly bytes: number }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest of the body.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes, isWrite);
    chunks.push(chunk);
  }
  return { body: Buffer.concat(chunks).toString('utf8'), bytes };
}
