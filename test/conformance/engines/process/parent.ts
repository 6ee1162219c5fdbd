/** Started by guarded.test.ts: runs a program that starts another one and never ends, and says where and who they are. */
import { withScratch } from '../../../../conformance/engines/process/guarded.ts';

await withScratch(async (scratch) => {
  console.log(scratch.folder);
  const program =
    'setInterval(() => {}, 1000); require("node:child_process").spawn("sleep", ["1000"]).once("spawn", function () { console.log(process.pid, this.pid) })';
  await scratch.run({ program: process.execPath, args: ['-e', program] }, { onLine: (line) => console.log(line) });
});
