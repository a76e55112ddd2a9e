// What the queue and the timers call, loaded together: each of them needs the engine, and Node.js loads one file sooner than the
// many small ones that bundling them apart would make.
export { deadLetters } from './deadLetters.ts';
export { fullCycle } from './fullCycle.ts';
export { housekeeping } from './housekeeping.ts';
export { handleChange } from './processChange.ts';
export { renew } from './renewSubscriptions.ts';
export { runSweep } from './sweep.ts';
