/**
 * Writes the generated types of all bindings anew; with `--check` it writes nothing, and fails if one of them is not what its
 * specification says. Uses the command as it was built. Other arguments: only the protocols that are named.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = 'conformance/bindings/generated';

/** The specification of each protocol, in a model that is small and shows all shapes of its values. */
const sources: Readonly<Record<string, { readonly spec: string; readonly config: string }>> = {
  paxos: { spec: 'spec/paxos/MCPaxos.tla', config: 'spec/paxos/MCPaxos_small.cfg' },
  'multi-paxos': { spec: 'spec/multi-paxos/MCMultiPaxos.tla', config: 'spec/multi-paxos/MCMultiPaxos_small.cfg' },
  raft: { spec: 'spec/raft/MCRaft.tla', config: 'spec/raft/MCRaft_replication.cfg' },
  'pull-raft': { spec: 'spec/pull-raft/MCPullRaft.tla', config: 'spec/pull-raft/MCPullRaft_reads.cfg' },
  client: { spec: 'spec/client/MCClientSessions.tla', config: 'spec/client/MCClientSessions_both_large.cfg' },
  'log-file': { spec: 'spec/storage/MCLogFile.tla', config: 'spec/storage/MCLogFile_small.cfg' },
  'page-store': { spec: 'spec/storage/MCPageStore.tla', config: 'spec/storage/MCPageStore_small.cfg' },
  'raft-on-disk': { spec: 'spec/storage/MCRaftOnDisk.tla', config: 'spec/storage/MCRaftOnDisk_small.cfg' },
};

const args = process.argv.slice(2);
const unknown = args.filter((a) => a !== '--check' && !Object.hasOwn(sources, a));
// A file that nobody writes anew is a file that nobody checks.
const strays = readdirSync(join(root, folder)).filter((file) => !Object.hasOwn(sources, file.replace(/\.ts$/, '')));

function generate(protocol: string, spec: string, config: string): boolean {
  const out = `${folder}/${protocol}.ts`;
  const check = args.includes('--check') ? ['--check'] : [];
  const command = ['dist/conformance/cli/main.js', 'codegen', spec, '--config', config, '--out', out, ...check];
  return spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' }).status === 0;
}

if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are: ${Object.keys(sources).join(', ')}, and --check`);
  process.exitCode = 1;
} else if (strays.length > 0) {
  console.error(`${strays.map((file) => `${folder}/${file}`).join(', ')}: scripts/codegen.ts does not say of which specification`);
  process.exitCode = 1;
} else {
  const named = args.filter((a) => a !== '--check');
  const chosen = Object.entries(sources).filter(([protocol]) => named.length === 0 || named.includes(protocol));
  const failed = chosen.filter(([protocol, { spec, config }]) => !generate(protocol, spec, config));
  if (failed.length > 0) process.exitCode = 1;
}
