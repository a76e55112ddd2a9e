import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../../shared/slack/http/readAnswer.ts';

function streamOf(...chunks: readonly string[]) {
  const left = chunks.map((chunk) => new TextEncoder().encode(chunk));
  const state = { cancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = left.shift();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { response: new Response(stream), state, left };
}

describe('readAnswer', () => {
  it('reads a body of the largest size, with a character that two chunks share', async () => {
    const bytes = new TextEncoder().encode('é');
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await readAnswer(new Response(stream), 2, false)).toEqual({ body: 'é', bytes: 2 });
  });

  it.each([true, false])('stops reading one byte later (a write: %s)', async (isWrite) => {
    const { response, state, left } = streamOf('ab', 'c', 'd', 'e');
    await expect(readAnswer(response, 2, isWrite)).rejects.toMatchObject({
      class: 'retry',
      code: 'AnswerTooLarge',
      lostAnswer: isWrite,
    });
    expect(state.cancelled).toBe(true);
    expect(left).toHaveLength(2);
  });

  it('reads an answer without a body', async () => {
    expect(await readAnswer(new Response(null, { status: 204 }), 2, false)).toEqual({ body: '', bytes: 0 });
  });
});
