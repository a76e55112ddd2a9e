import { readFileSync } from 'node:fs';

// Loaded into the function host before anything else: its clock is the machine's plus what the file says, in milliseconds.
const file = process.env.SHIFTED_TIME_FILE ?? '';
const LOOK_EVERY_MS = 20;

let offset = 0;
let lookedAt = Number.NEGATIVE_INFINITY;

function shiftedNow(): number {
  if (performance.now() - lookedAt > LOOK_EVERY_MS) {
    offset = Number(readFileSync(file, 'utf8'));
    lookedAt = performance.now();
  }
  return RealDate.now() + offset;
}

const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(shiftedNow()).toString(),
  construct: (target, values: [], newTarget) =>
    Reflect.construct(target, values.length === 0 ? [shiftedNow()] : values, newTarget) as object,
  get: (target, property, receiver) => (property === 'now' ? shiftedNow : Reflect.get(target, property, receiver)),
});
