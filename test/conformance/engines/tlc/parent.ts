/** Started by live.test.ts: asks TLC about a model without end. */
import { openEngine } from '../../../../conformance/engines/open.ts';

const [spec = '', config = ''] = process.argv.slice(2);
const opened = await openEngine('tlc', process.env);
if ('engine' in opened) await opened.engine.check({ spec, config, libraries: [] });
