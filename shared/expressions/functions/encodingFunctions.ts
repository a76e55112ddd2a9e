import { EvaluationError } from '../evaluationError.ts';
import { defineFunction, type FunctionDefinition } from './functionDefinition.ts';
import { stringFromSid } from './stringFromSid.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Bytes of a base64 text, which may be broken into lines. Undefined: it is none. */
function bytesFromBase64(text: string): Buffer | undefined {
  const compact = text.replace(/\s+/gu, '');
  return BASE64.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}

/** How bytes become text, by the name of the encoding. As in .NET, bytes that are no character become `?` in ASCII and U+FFFD elsewhere. */
const DECODERS: ReadonlyMap<string, (bytes: Buffer) => string> = new Map([
  ['Unicode', (bytes: Buffer) => new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes)],
  ['UTF8', (bytes: Buffer) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)],
  ['ASCII', (bytes: Buffer) => Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : '?')).join('')],
]);

function encodingProblem(name: string): string | undefined {
  return DECODERS.has(name) ? undefined : 'must be Unicode, UTF8 or ASCII';
}

function convertFromBase64(source: string, encoding: string): string {
  const bytes = bytesFromBase64(source);
  const decode = DECODERS.get(encoding);
  if (bytes && decode) return decode(bytes);
  throw new EvaluationError('ConvertFromBase64', 'source', 'must be a base64 text');
}

/** @throws EvaluationError when it is neither a SID nor the base64 of one */
function readSid(source: string): string {
  const text = source.trim();
  if (/^S-1(?:-\d+)+$/iu.test(text)) return text.toUpperCase();
  const sid = stringFromSid(bytesFromBase64(text) ?? new Uint8Array());
  if (sid !== undefined) return sid;
  throw new EvaluationError('StringFromSid', 'ObjectSID', 'must be a security identifier, as base64 or as text');
}

export const ENCODING_FUNCTIONS: readonly FunctionDefinition[] = [
  /** "Unicode" is UTF-16 with the low byte first. */
  defineFunction('ConvertToBase64', [{ name: 'source', type: 'text' }], ([source]) =>
    source === null ? null : Buffer.from(source, 'utf16le').toString('base64'),
  ),
  defineFunction(
    'ConvertFromBase64',
    [
      { name: 'source', type: 'text' },
      { name: 'Encoding', type: 'text', optional: true, check: encodingProblem },
    ],
    ([source, encoding]) => (source === null ? null : convertFromBase64(source, encoding || 'Unicode')),
  ),
  defineFunction('ConvertToUTF8Hex', [{ name: 'source', type: 'text' }], ([source]) =>
    source === null ? null : Buffer.from(source, 'utf8').toString('hex').toUpperCase(),
  ),
  /** Graph shows a SID as text, which stays as it is; a binary one arrives as base64. */
  defineFunction('StringFromSid', [{ name: 'ObjectSID', type: 'text' }], ([source]) =>
    source ? readSid(source) : null,
  ),
];
