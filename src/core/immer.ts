import { Immer } from 'immer';

/**
 * The one import of immer. Automatic freezing is off: it costs more than the update itself, and the tests deep-freeze their
 * inputs anyway. Use it where a nested update reads better than a spread; never in a loop of an explorer.
 */
const immer = new Immer({ autoFreeze: false });

/** `[state EXCEPT ![i][j] = ...]` for updates that reach several levels deep. */
export const produce: Immer['produce'] = immer.produce;
