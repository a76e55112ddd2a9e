import { describe, expect, it } from 'vitest';
import { readAhead } from '../../../../shared/engine/scan/readAhead.ts';

/** Pages 1, 2, … as far as `last`; then the listing ends, or breaks off. */
function listing(last: number, breaksOff = false) {
  const events: string[] = [];
  async function* pages(): AsyncGenerator<number> {
    try {
      for (let page = 1; page <= last; page += 1) {
        events.push(`asked for ${page}`);
        yield page;
      }
      if (breaksOff) throw new Error('broken off');
    } finally {
      events.push('closed');
    }
  }
  return { events, pages: readAhead(pages()) };
}

describe('readAhead', () => {
  it('gives every page once and in order, and asks for each while the one before is looked at', async () => {
    const { events, pages } = listing(3);
    for await (const page of pages) events.push(`looked at ${page}`);
    expect(events).toEqual([
      ...['asked for 1', 'asked for 2', 'looked at 1', 'asked for 3', 'looked at 2', 'closed', 'looked at 3'],
    ]);
  });

  it('a listing that breaks off throws after its last page, and never looks complete', async () => {
    const { pages } = listing(2, true);
    const seen: number[] = [];
    const reading = (async () => {
      for await (const page of pages) {
        seen.push(page);
        await new Promise(setImmediate);
      }
    })();
    await expect(reading).rejects.toThrow('broken off');
    expect(seen).toEqual([1, 2]);
  });

  it('closes the listing when nobody wants more of it', async () => {
    const { events, pages } = listing(5);
    for await (const page of pages) if (page === 2) break;
    expect(events).toEqual(['asked for 1', 'asked for 2', 'asked for 3', 'closed']);
  });
});
