import { createHash, generateKeyPair, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';

const SHA256_WITH_RSA = Buffer.from('06092a864886f70d01010b0500', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');

/** A value in DER: tag, length, content (X.690). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);

/** `YYMMDDHHMMSSZ`: X.509 wants this form for years before 2050. */
function utcTime(time: Date): Buffer {
  return der(0x17, Buffer.from(`${time.toISOString().slice(2, 19).replace(/\D/g, '')}Z`));
}

/**
 * A self-signed X.509 certificate (RFC 5280) with a new RSA key, as Entra makes them for signing SAML responses. Nothing here
 * signs responses, so the private key is not kept.
 */
export async function createCertificate(options: {
  readonly commonName: string;
  readonly start: Date;
  readonly end: Date;
}): Promise<{ readonly der: Buffer; readonly thumbprint: Buffer }> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const algorithm = sequence(SHA256_WITH_RSA);
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(options.commonName)))));
  const serial = randomBytes(16);
  // Positive, and without a leading zero.
  serial.writeUInt8((serial.readUInt8(0) & 0x3f) | 0x40, 0);
  const body = sequence(
    der(0xa0, Buffer.from('020102', 'hex')),
    der(0x02, serial),
    algorithm,
    name,
    sequence(utcTime(options.start), utcTime(options.end)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature));
  return { der: certificate, thumbprint: createHash('sha1').update(certificate).digest() };
}
