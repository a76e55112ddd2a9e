// Merely reads pages: the addresses come as JSON on standard input, each list in it with so many requests at a time. Prints as JSON
// the milliseconds that it took, and the megabytes over what the process had before. What a full cycle is compared with.
import { text } from 'node:stream/consumers';
import { memoryOf } from './memoryOf.ts';

interface Reading {
  readonly addresses: readonly string[];
  readonly atOnce: number;
}

async function read({ addresses, atOnce }: Reading): Promise<void> {
  const queue = addresses.values();
  const workers = Array.from({ length: atOnce }, async () => {
    for (const address of queue) {
      const answer = await fetch(address, { headers: { authorization: 'Bearer bench' } });
      if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
      JSON.parse(await answer.text());
    }
  });
  await Promise.all(workers);
}

const readings = JSON.parse(await text(process.stdin)) as readonly Reading[];
const [started, atRest] = [performance.now(), memoryOf('self', 'VmRSS')];
for (const reading of readings) await read(reading);
console.log(JSON.stringify({ ms: performance.now() - started, memory: memoryOf('self', 'VmHWM') - atRest }));
