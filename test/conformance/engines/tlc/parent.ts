/** Started by live.test.ts: asks TLC about a model without end. */
import { engineFor } from '../../../../conformance/engines/find.ts';

const [spec = '', config = ''] = process.argv.slice(2);
const engine = await engineFor('tlc', process.env);
await engine.check({ spec, config, libraries: [] });
