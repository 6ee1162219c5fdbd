/** Started by live.test.ts: runs Apalache on what takes it long, and says where its scratch folder is. */
import { apalache } from '../../../../conformance/engines/apalache/index.ts';
import { FIXTURES } from './cases.ts';

const [path = ''] = process.argv.slice(2);
await apalache(path).check(`${FIXTURES}Lift.tla`, {
  cinit: 'ConstInit',
  inv: ['TypeOK'],
  length: 100_000,
  onLine: (line) => {
    const folder = /^Output directory: (.*)\/out\//.exec(line)?.[1];
    if (folder !== undefined) console.log(folder);
  },
});
