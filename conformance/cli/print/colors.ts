/** Colours, where the terminal has them. */
import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;

export function colorsFor(enabled: boolean): Colors {
  return picocolors.createColors(enabled);
}
