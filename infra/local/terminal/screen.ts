import { styleText } from 'node:util';
import { cut } from './columns.ts';

export type Style = Parameters<typeof styleText>[0];

/** Gives text a colour or weight, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Output on a terminal or into a pipe or file. */
export interface Screen {
  readonly paint: Paint;
  /** Whether a line can be drawn over. */
  readonly isTerminal: boolean;
  /** Writes whole lines, above the line that is redrawn. */
  print(text: string): void;
  /** Draws over the last line of a terminal; writes nothing anywhere else. */
  redraw(text: string): void;
}

export const plain: Paint = (_style, text) => text;

const color: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** Begins the line anew: carriage return, erase to its end. */
const ERASE_LINE = '\r\u001b[2K';

/** Colours on a terminal that has them, unless `NO_COLOR` is set; none in a pipe or file. */
export function createScreen(stream: NodeJS.WriteStream): Screen {
  const isTerminal = stream.isTTY === true;
  let isDrawn = false;
  const erase = () => {
    if (isDrawn) stream.write(ERASE_LINE);
    isDrawn = false;
  };
  return {
    paint: isTerminal && stream.hasColors() ? color : plain,
    isTerminal,
    print: (text) => {
      erase();
      stream.write(`${text}\n`);
    },
    redraw: (text) => {
      if (!isTerminal) return;
      erase();
      // A line that wraps could not be drawn over. A terminal that does not know its width says 0.
      stream.write(stream.columns > 0 ? cut(text, stream.columns - 1) : text);
      isDrawn = true;
    },
  };
}
