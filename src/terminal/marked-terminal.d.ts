// marked-terminal brings no types; this is the part of it that render.ts uses.
declare module 'marked-terminal' {
  import type { MarkedExtension } from 'marked';

  type Paint = (text: string) => string;

  interface TerminalOptions {
    readonly blockquote: Paint;
    readonly html: Paint;
    readonly heading: Paint;
    readonly firstHeading: Paint;
    readonly paragraph: Paint;
    readonly strong: Paint;
    readonly em: Paint;
    readonly del: Paint;
    readonly showSectionPrefix: boolean;
    readonly reflowText: boolean;
    readonly unescape: boolean;
    readonly emoji: boolean;
    readonly tab: number;
  }

  export function markedTerminal(options: TerminalOptions): MarkedExtension;
}
