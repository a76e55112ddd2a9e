import rhea, { type Typed } from 'rhea';

const TICKS_AT_EPOCH = 621_355_968_000_000_000n;

/** Milliseconds since the epoch as .NET ticks (100 ns since the year 1), an AMQP long. */
export function wrapTicks(ms: number): Typed {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(Math.floor(ms)) * 10_000n + TICKS_AT_EPOCH);
  return rhea.types.wrap_long(bytes);
}

/** An AMQP long as rhea decodes it: a number, or 8 bytes beyond 2^53. */
export function readLong(value: unknown): number {
  if (typeof value === 'number') return value;
  if (Buffer.isBuffer(value) && value.length === 8) return Number(value.readBigInt64BE());
  return Number.NaN;
}

/** An AMQP array of longs, each written in full. */
export function wrapLongs(values: readonly number[]): Typed {
  return rhea.types.wrap_array(values, 0x81, undefined);
}

/** An AMQP array of timestamps. */
export function wrapTimestamps(values: readonly number[]): Typed {
  return rhea.types.wrap_array(values, 0x83, undefined);
}
