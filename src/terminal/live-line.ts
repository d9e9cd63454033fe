// Lines that stay, and below them at most one that lives: redrawn in place by a timer, where the stream is a
// terminal. Elsewhere there is no live line and no control character.

const FRAME_MS = 80;
const ERASE = '\r\x1b[2K';

export interface TextStream {
  write(text: string): unknown;
}

/** Draws the live line; called again for each frame. */
type Drawing = (frame: number) => string;

export interface LiveLine {
  /** Writes lines that stay above the live one. */
  print(lines: readonly string[]): void;
  /** Sets or removes (null) the live line; drawn at once. */
  show(drawing: Drawing | null): void;
}

export function createLiveLine(stream: TextStream, animated: boolean): LiveLine {
  let drawing: Drawing | null = null;
  let drawn = false;
  let frame = 0;
  let timer: NodeJS.Timeout | null = null;
  const erase = () => {
    if (drawn) stream.write(ERASE);
    drawn = false;
  };
  const draw = () => {
    if (drawing === null) return;
    stream.write(ERASE + drawing(frame));
    drawn = true;
  };
  const tick = () => {
    frame++;
    draw();
  };
  return {
    print: (lines) => {
      erase();
      stream.write(lines.map((line) => `${line}\n`).join(''));
      draw();
    },
    show: (next) => {
      if (!animated) return;
      drawing = next;
      if (next === null) {
        erase();
        if (timer !== null) clearInterval(timer);
        timer = null;
        return;
      }
      draw();
      timer ??= setInterval(tick, FRAME_MS).unref();
    },
  };
}
